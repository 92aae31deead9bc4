/** The log-in page: choose a person and a level, or cancel, or fail. */
import { escapeHtml, page } from '../html.ts';
import { fullName, people, type Person } from '../people.ts';

export interface LoginView {
  readonly uid: string;
  /** The lowest level that was asked for. */
  readonly level: 3 | 4;
  readonly error?: string;
}

export function loginPage(view: LoginView): string {
  const action = `/sandbox/eid/interaction/${encodeURIComponent(view.uid)}`;
  return page(
    'Test eID',
    `<h1>Test eID</h1>
<p class="note">This is a sandbox. Nobody is really identified here: choose who to be.</p>
${view.error ? `<p class="error" role="alert">${escapeHtml(view.error)}</p>` : ''}
<form method="post" action="${action}">
<fieldset>
<legend>Level</legend>
<label><input type="radio" name="level" value="4"${view.level === 4 ? ' checked' : ''}> 4 – high</label>
<label><input type="radio" name="level" value="3"${view.level === 3 ? ' checked' : ''}> 3 – substantial</label>
</fieldset>
<h2>A test person</h2>
<ul class="people">
${people.map(personButton).join('\n')}
</ul>
<h2>Somebody else</h2>
<label>National identity number <input name="otherNumber" inputmode="numeric" maxlength="11" autocomplete="off"></label>
<label>Given name <input name="givenName" maxlength="80" autocomplete="off"></label>
<label>Family name <input name="familyName" maxlength="80" autocomplete="off"></label>
<label>Birth date <input name="birthDate" value="1990-01-01" maxlength="10" autocomplete="off"></label>
<p><button name="person" value="other">Log in</button></p>
<h2>Or not</h2>
<p class="row"><button name="person" value="cancel">Cancel the log-in</button>
<button name="person" value="fail">Let the log-in fail</button></p>
</form>`,
  );
}

function personButton(person: Person): string {
  return `<li><button name="person" value="${person.number}"><strong>${escapeHtml(fullName(person) ?? 'No name')}</strong>
<span>${person.number}</span> <small>${escapeHtml(person.note)}</small></button></li>`;
}
