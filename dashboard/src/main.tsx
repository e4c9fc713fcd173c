import "./styles/index.css";

import { render } from "preact";

import { App, preloadPage } from "./app";
import { recall } from "./state/session";

preloadPage();
void recall();
render(<App />, document.getElementById("app")!);
