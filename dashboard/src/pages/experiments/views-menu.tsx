import { Menu } from "../../components/menu";

export function ViewsMenu() {
  return (
    <Menu label="Views" icon="bookmark">
      {() => <p>…</p>}
    </Menu>
  );
}
