import { copyText } from "../components/copy";
import { hash, route } from "./location";
import { absolute, formatRoute } from "./route";

/** Copy the address of what is on screen, by date, so that it shows the same tomorrow. */
export function copyLink(): Promise<boolean> {
  const address = formatRoute(absolute(route.peek(), new Date())) + hash.peek();
  return copyText("link to what is on screen", new URL(address, location.href).href);
}
