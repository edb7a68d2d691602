/** The mark of Baize, the same drawing as assets/icons/baize.svg: a calm horned face and the pearl that sees. */
export function Mark({ size }: { size: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect class="mark-ground" width="32" height="32" rx="8" />
      <path class="mark-face" d="M11 16.500C3 15 1.800 7 8.600 2.600c-1.600 4.600.6 8.200 5.400 9.200z" />
      <path class="mark-face" d="M21 16.500C29 15 30.200 7 23.400 2.600c1.600 4.600-.6 8.200-5.400 9.200z" />
      <path
        class="mark-face"
        d="M16 11.200c5 0 7.900 2.300 7.900 6 0 2.800-1.300 4.800-2.700 7.300C19.900 26.800 18.200 29 16 29s-3.900-2.200-5.200-4.500c-1.400-2.500-2.700-4.500-2.700-7.300 0-3.700 2.900-6 7.900-6z"
      />
      <circle class="mark-pearl" cx="16" cy="6.600" r="2.900" />
      <path class="mark-eyes" d="M10.600 17.700q1.700 1.700 3.600.3M21.400 17.700q-1.700 1.700-3.600.3" />
    </svg>
  );
}
