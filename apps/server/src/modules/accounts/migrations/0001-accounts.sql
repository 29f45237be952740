-- 账号
CREATE TABLE account (
  account_id            text PRIMARY KEY,
  username              text NOT NULL UNIQUE,
  display_name          text NOT NULL,
  role                  text NOT NULL CHECK (role IN ('city-auditor', 'district-auditor', 'administrator')),
  scope                 jsonb NOT NULL,
  password              text NOT NULL,
  must_change_password  boolean NOT NULL DEFAULT true,
  disabled              boolean NOT NULL DEFAULT false,
  demonstration         boolean NOT NULL DEFAULT false,
  last_sign_in_at       timestamptz(3),
  created_at            timestamptz(3) NOT NULL
);

-- 登录会话: only the hash of the token is stored.
CREATE TABLE session (
  token_hash    text PRIMARY KEY,
  account_id    text NOT NULL REFERENCES account (account_id) ON DELETE CASCADE,
  created_at    timestamptz(3) NOT NULL,
  last_seen_at  timestamptz(3) NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_seen ON session (last_seen_at);

-- Failed sign-ins by name as typed, so that unknown names behave exactly like known ones.
CREATE TABLE sign_in_failure (
  username      text PRIMARY KEY,
  failures      integer NOT NULL,
  last_at       timestamptz(3) NOT NULL,
  locked_until  timestamptz(3)
);
