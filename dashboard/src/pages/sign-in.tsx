import "../styles/sign-in.css";

import { useEffect, useRef, useState } from "preact/hooks";

import { setFirstPassword, signIn } from "../api/endpoints";
import { ApiProblem } from "../api/errors";
import type { Session } from "../api/types";
import { Logo } from "../components/logo";
import { enter } from "../state/session";

interface Challenge {
  username: string;
  session: string;
}

/** Stands in place of every page until someone is signed in; the address stays as it is. */
export function SignInPage({ expired }: { expired: boolean }) {
  const [challenge, setChallenge] = useState<Challenge>();
  return (
    <main id="main" class="sign-in" tabIndex={-1}>
      <div class="card">
        <Logo />
        {challenge ? (
          <NewPasswordForm challenge={challenge} onExpired={() => setChallenge(undefined)} />
        ) : (
          <PasswordForm expired={expired} onChallenge={setChallenge} />
        )}
      </div>
    </main>
  );
}

function PasswordForm(props: { expired: boolean; onChallenge: (challenge: Challenge) => void }) {
  const form = useSubmit(async (fields) => {
    const username = fields.get("username")!.trim();
    try {
      return await signIn(username, fields.get("password")!);
    } catch (error) {
      const session = error instanceof ApiProblem ? error.challenge : undefined;
      if (session === undefined) throw error;
      props.onChallenge({ username, session });
      return undefined;
    }
  });
  return (
    <form onSubmit={form.submit}>
      <h1>Sign in</h1>
      {props.expired && (
        <p class="hint">Your session has ended. Sign in to return to where you were.</p>
      )}
      <Field name="username" label="User name" type="text" autocomplete="username" focus />
      <Field name="password" label="Password" type="password" autocomplete="current-password" />
      <Outcome form={form} action="Sign in" />
    </form>
  );
}

function NewPasswordForm(props: { challenge: Challenge; onExpired: () => void }) {
  const { username, session } = props.challenge;
  const form = useSubmit(async (fields) => {
    if (fields.get("password") !== fields.get("again")) {
      throw new ApiProblem("invalid_input", "the two passwords differ");
    }
    return await setFirstPassword(username, session, fields.get("password")!);
  });
  return (
    <form onSubmit={form.submit}>
      <h1>Choose a password</h1>
      <p class="hint">Your first password has to be replaced by one that only you know.</p>
      <input type="hidden" name="username" autocomplete="username" value={username} />
      <Field
        name="password"
        label="New password"
        type="password"
        autocomplete="new-password"
        focus
      />
      <Field name="again" label="New password again" type="password" autocomplete="new-password" />
      <Outcome form={form} action="Set password and sign in" />
      <button type="button" class="button button-quiet" onClick={props.onExpired}>
        Start again
      </button>
    </form>
  );
}

interface Submission {
  submit: (event: SubmitEvent & { currentTarget: HTMLFormElement }) => void;
  busy: boolean;
  problem: ApiProblem | undefined;
}

function useSubmit(
  send: (fields: Map<string, string>) => Promise<Session | undefined>,
): Submission {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit: Submission["submit"] = async (event) => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      const session = await send(new Map([...data].map(([key, value]) => [key, String(value)])));
      if (!session) return;
      await enter(session);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy, problem };
}

function Field(props: {
  name: string;
  label: string;
  type: "text" | "password";
  autocomplete: "username" | "current-password" | "new-password";
  focus?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.focus) input.current?.focus();
  }, []);
  // Preact's types tell the kinds of input apart, but not by a variable: "text" stands for both.
  const type = props.type as "text";
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        ref={input}
        name={props.name}
        type={type}
        autocomplete={props.autocomplete}
        required
        maxLength={256}
        autocapitalize="none"
        spellcheck={false}
      />
    </label>
  );
}

function Outcome({ form, action }: { form: Submission; action: string }) {
  return (
    <>
      <div role="alert">
        {form.problem && <p class="field-problem">{sentence(form.problem.message)}</p>}
      </div>
      <button type="submit" class="button button-primary" aria-busy={form.busy}>
        {form.busy ? "One moment…" : action}
      </button>
    </>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
}
