import "./styles/index.css";

import { render } from "preact";

import { App } from "./app";
import { poll } from "./state/live";
import { recall } from "./state/session";

// The version is asked for before any list, so that no change between the two is missed.
void poll();
void recall();
render(<App />, document.getElementById("app")!);
