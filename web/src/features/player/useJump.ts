/** Where one just jumped to, for long enough to see it. */

import { useCallback, useEffect, useRef, useState } from "react";

const SHOWN = 1500;

export function useJump(): [number | undefined, (to: number) => void] {
  const [jump, setJump] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((to: number) => {
    setJump(to);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setJump(undefined), SHOWN);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [jump, show];
}
