/** The page's beginning. */

import "~/shared/theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "~/app/App";
import { startFocusRing } from "~/shared/focus/pointer";
import { startSpatial } from "~/shared/focus/spatial";
import { startTheme } from "~/shared/theme/theme";

startTheme();
startFocusRing();
startSpatial();

const place = document.getElementById("root");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
