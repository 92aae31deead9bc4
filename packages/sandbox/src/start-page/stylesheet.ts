/** One stylesheet for the sandbox's pages; system fonts, both colour schemes, any width. */
export const stylesheet = `:root { color-scheme: light dark; --ink: #17252a; --ground: #fbfaf7; --line: #d9d5cb; --accent: #0b5563; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e2; --ground: #14191b; --line: #3a4144; --accent: #7fc4d1; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
code, pre { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; overflow-wrap: normal; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
.note { border-left: .3rem solid var(--accent); padding-left: .75rem; }
.error { border-left: .3rem solid #b3261e; padding-left: .75rem; }
.people { list-style: none; padding: 0; display: grid; gap: .5rem; }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; cursor: pointer; text-align: left; min-height: 2.75rem; }
.people button { width: 100%; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: block; margin: .5rem 0; }
input:not([type=radio]) { font: inherit; padding: .4rem; width: 100%; max-width: 20rem; display: block; box-sizing: border-box; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.row label { margin: 0; }
.row input, .row button { min-height: 2.75rem; box-sizing: border-box; }
.message { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.message h2 { margin: 0 0 .25rem; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0 0 .75rem; font-size: .9rem; overflow-wrap: anywhere; }
.words { margin: 0 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: .5rem; box-sizing: border-box; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; }
`;
