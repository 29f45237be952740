import { App, ConfigProvider, theme } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { antdComponents, antdTokens, cssVariables, palettes, type Palette, type ThemeMode } from './tokens.ts'

export type ThemeChoice = ThemeMode | 'system'
interface ThemeState {
  readonly mode: ThemeMode
  readonly choice: ThemeChoice
  readonly palette: Palette
  readonly choose: (choice: ThemeChoice) => void
}

const STORAGE_KEY = 'yijian.theme'
const Context = createContext<ThemeState | null>(null)

function readChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function useSystemMode(): ThemeMode {
  const query = useMemo(() => matchMedia('(prefers-color-scheme: dark)'), [])
  const [dark, setDark] = useState(query.matches)
  useEffect(() => {
    const listen = () => {
      setDark(query.matches)
    }
    query.addEventListener('change', listen)
    return () => {
      query.removeEventListener('change', listen)
    }
  }, [query])
  return dark ? 'dark' : 'light'
}

/** Light and dark from one table of tokens, for antd, for our own CSS and for charts. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const system = useSystemMode()
  const [choice, setChoice] = useState<ThemeChoice>(readChoice)
  const mode = choice === 'system' ? system : choice
  useLayoutEffect(() => {
    const root = document.documentElement
    root.dataset['theme'] = mode
    root.style.colorScheme = mode
    for (const [name, value] of Object.entries(cssVariables(mode))) root.style.setProperty(name, value)
  }, [mode])
  const state = useMemo<ThemeState>(
    () => ({
      mode,
      choice,
      palette: palettes[mode],
      choose: (next) => {
        localStorage.setItem(STORAGE_KEY, next)
        setChoice(next)
      },
    }),
    [mode, choice],
  )
  return (
    <Context value={state}>
      <ConfigProvider
        locale={zhCN}
        theme={{
          algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: antdTokens(mode),
          components: antdComponents(mode),
        }}
        button={{ autoInsertSpace: false }}
      >
        <App component={false}>{children}</App>
      </ConfigProvider>
    </Context>
  )
}

export function useTheme(): ThemeState {
  const state = useContext(Context)
  if (!state) throw new Error('useTheme outside ThemeProvider')
  return state
}
