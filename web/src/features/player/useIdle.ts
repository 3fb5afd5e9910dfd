/** Whether nobody has moved for a while: then the controls leave the picture alone. */

import { useCallback, useEffect, useRef, useState } from "react";

const PATIENCE = 3000;

export function useIdle(may: boolean): { idle: boolean; wake: () => void; sleep: () => void } {
  const [idle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wake = useCallback(() => {
    setIdle(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIdle(true), PATIENCE);
  }, []);
  const sleep = useCallback(() => {
    clearTimeout(timer.current);
    setIdle(true);
  }, []);
  useEffect(() => {
    wake();
    return () => clearTimeout(timer.current);
  }, [wake]);
  return { idle: idle && may, wake, sleep };
}
