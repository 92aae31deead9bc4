import './seal.css';

/** The mark: a plain round seal with a check cut out. Decoration beside the name. */
export function Seal({ className = '' }: { className?: string }) {
  return (
    <svg className={`segl-seal ${className}`} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M16 1a15 15 0 1 0 0 30 15 15 0 0 0 0-30Zm8.6 10.3a1.9 1.9 0 0 0-2.8-2.6l-8.1 8.9-3.6-3.5a1.9 1.9 0 1 0-2.7 2.7l5.1 5a1.9 1.9 0 0 0 2.7-.1l9.4-10.4Z"
      />
    </svg>
  );
}
