import "./styles/index.css";

import { render } from "preact";

import { App } from "./app";
import { recall } from "./state/session";

void recall();
render(<App />, document.getElementById("app")!);
