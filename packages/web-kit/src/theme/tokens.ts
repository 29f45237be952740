import type { Level } from '@yijian/kernel'
import type { ThemeConfig } from 'antd'

export type ThemeMode = 'light' | 'dark'

/** Every colour of the product. Colour carries meaning only: brand for action, risk colours for risk, the rest is grey. */
export interface Palette {
  readonly brand: string
  readonly brandStrong: string
  readonly brandSoft: string
  readonly page: string
  readonly surface: string
  readonly surfaceRaised: string
  readonly surfaceSunken: string
  readonly border: string
  readonly borderStrong: string
  readonly text: string
  readonly textSecondary: string
  readonly textTertiary: string
  readonly danger: string
  readonly dangerSoft: string
  readonly warning: string
  readonly warningSoft: string
  readonly success: string
  readonly successSoft: string
  readonly appeal: string
  readonly appealSoft: string
  readonly risk: Readonly<Record<Level, string>>
  readonly riskSoft: Readonly<Record<Level, string>>
  /** At most six series colours, distinguishable in grey print. */
  readonly series: readonly string[]
  readonly band: string
  readonly grid: string
}

const light: Palette = {
  brand: '#0b6b68',
  brandStrong: '#084f4d',
  brandSoft: '#e3f1f0',
  page: '#f4f6f7',
  surface: '#ffffff',
  surfaceRaised: '#ffffff',
  surfaceSunken: '#f7f9f9',
  border: '#e3e8ea',
  borderStrong: '#cbd4d7',
  text: '#17252a',
  textSecondary: '#4b5b61',
  textTertiary: '#64737a',
  danger: '#b42318',
  dangerSoft: '#fdecea',
  warning: '#a34a05',
  warningSoft: '#fdf0e1',
  success: '#1c6b3c',
  successSoft: '#e5f4ea',
  appeal: '#6b3fa0',
  appealSoft: '#f1eafa',
  risk: { 高: '#b42318', 中: '#a8490a', 低: '#7d5f00', 观察: '#48627a' },
  riskSoft: { 高: '#fdecea', 中: '#fdefe2', 低: '#faf3d6', 观察: '#eaf0f5' },
  series: ['#0b6b68', '#5b8db8', '#c98a2b', '#8a6bb1', '#6f8f3f', '#8b98a0'],
  band: '#dceceb',
  grid: '#e9eeef',
}

const dark: Palette = {
  brand: '#4fb8b0',
  brandStrong: '#7fd0c9',
  brandSoft: '#143735',
  page: '#0f1517',
  surface: '#161e21',
  surfaceRaised: '#1c262a',
  surfaceSunken: '#121a1c',
  border: '#2a363b',
  borderStrong: '#3b4a50',
  text: '#e6edee',
  textSecondary: '#b3c0c4',
  textTertiary: '#8fa0a6',
  danger: '#ff8a7d',
  dangerSoft: '#3a1d1a',
  warning: '#f0a868',
  warningSoft: '#38261a',
  success: '#79c795',
  successSoft: '#17301f',
  appeal: '#bfa0e8',
  appealSoft: '#2a2138',
  risk: { 高: '#ff8a7d', 中: '#f0a868', 低: '#dcc05a', 观察: '#9db6cc' },
  riskSoft: { 高: '#3a1d1a', 中: '#38261a', 低: '#332c14', 观察: '#1f2b36' },
  series: ['#4fb8b0', '#7fa9d1', '#d9a65a', '#b198d6', '#9dbb6b', '#94a3aa'],
  band: '#1b3a38',
  grid: '#243034',
}

export const palettes = { light, dark } as const satisfies Record<ThemeMode, Palette>

export const FONT_FAMILY =
  '"PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", system-ui, sans-serif'
export const MONO_FAMILY =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Consolas, "Noto Sans Mono", monospace'

/** The palette as CSS custom properties `--yj-…`; `risk.高` becomes `--yj-risk-high`. */
export function cssVariables(mode: ThemeMode): Record<string, string> {
  const p = palettes[mode]
  const names = { 高: 'high', 中: 'mid', 低: 'low', 观察: 'watch' } as const satisfies Record<Level, string>
  const variables: Record<string, string> = { '--yj-font': FONT_FAMILY, '--yj-mono': MONO_FAMILY }
  for (const [key, value] of Object.entries(p)) {
    if (typeof value === 'string') variables[`--yj-${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`] = value
  }
  for (const [level, name] of Object.entries(names) as [Level, string][]) {
    variables[`--yj-risk-${name}`] = p.risk[level]
    variables[`--yj-risk-${name}-soft`] = p.riskSoft[level]
  }
  return variables
}

const shared: NonNullable<ThemeConfig['token']> = {
  fontFamily: FONT_FAMILY,
  fontFamilyCode: MONO_FAMILY,
  fontSize: 14,
  borderRadius: 6,
  borderRadiusLG: 8,
  controlHeight: 32,
  motionDurationMid: '0.14s',
  motionDurationSlow: '0.18s',
  wireframe: false,
}

/** A border of a tinted surface: the colour at a third. */
function mix(colour: string, mode: ThemeMode): string {
  return `${colour}${mode === 'light' ? '55' : '66'}`
}

/** Tokens for antd; the dark algorithm is passed by the provider. */
export function antdTokens(mode: ThemeMode): NonNullable<ThemeConfig['token']> {
  const p = palettes[mode]
  return {
    ...shared,
    colorPrimary: mode === 'light' ? p.brand : '#3aa39b',
    colorInfo: mode === 'light' ? p.brand : '#3aa39b',
    colorLink: p.brand,
    colorLinkHover: p.brandStrong,
    colorError: mode === 'light' ? p.danger : '#e2685b',
    colorWarning: mode === 'light' ? p.warning : '#d98b45',
    colorSuccess: mode === 'light' ? p.success : '#55a873',
    colorPrimaryBg: p.brandSoft,
    colorPrimaryBgHover: p.brandSoft,
    controlItemBgActive: p.brandSoft,
    controlItemBgActiveHover: p.brandSoft,
    colorErrorBg: p.dangerSoft,
    colorErrorBorder: mix(p.danger, mode),
    colorWarningBg: p.warningSoft,
    colorWarningBorder: mix(p.warning, mode),
    colorSuccessBg: p.successSoft,
    colorSuccessBorder: mix(p.success, mode),
    colorInfoBg: p.brandSoft,
    colorInfoBorder: mix(p.brand, mode),
    colorText: p.text,
    colorTextSecondary: p.textSecondary,
    colorTextTertiary: p.textTertiary,
    colorTextPlaceholder: p.textTertiary,
    colorTextDescription: p.textSecondary,
    colorBgBase: p.surface,
    colorBgLayout: p.page,
    colorBgContainer: p.surface,
    colorBgElevated: p.surfaceRaised,
    colorBorder: p.borderStrong,
    colorBorderSecondary: p.border,
    colorSplit: p.border,
  }
}

export function antdComponents(mode: ThemeMode): NonNullable<ThemeConfig['components']> {
  const p = palettes[mode]
  return {
    Table: {
      headerBg: p.surfaceSunken,
      headerColor: p.textSecondary,
      headerSplitColor: 'transparent',
      rowHoverBg: p.surfaceSunken,
      rowSelectedBg: p.brandSoft,
      rowSelectedHoverBg: p.brandSoft,
      cellPaddingBlock: 11,
      cellPaddingBlockMD: 8,
      cellPaddingBlockSM: 5,
      cellPaddingInlineSM: 10,
      cellPaddingInlineMD: 10,
      cellPaddingInline: 12,
    },
    Tabs: { horizontalMargin: '0 0 16px 0' },
    Card: { headerFontSize: 15 },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Menu: { itemBorderRadius: 6, itemHeight: 36, itemMarginInline: 8, activeBarBorderWidth: 0 },
  }
}
