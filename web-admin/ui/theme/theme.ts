import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Pine: the accent of Otklik. Shade 7 carries white text at 6.3:1. */
const pine: MantineColorsTuple = [
  '#eaf6f1',
  '#d5eae2',
  '#a9d5c5',
  '#7abfa6',
  '#52ad8c',
  '#38a17b',
  '#1f8868',
  '#0e6b58',
  '#0a5747',
  '#05402f',
]

/** Ember: what asks for attention (unread, overdue). Used sparingly. */
const ember: MantineColorsTuple = [
  '#fff0e9',
  '#fde0d3',
  '#f8bfa6',
  '#f49b75',
  '#f17e4d',
  '#ee6b34',
  '#dd5a24',
  '#b9481a',
  '#9b3b14',
  '#7d2d0c',
]

/** Honey: waiting, not sure. */
const honey: MantineColorsTuple = [
  '#fff7e0',
  '#fdeebf',
  '#fade8c',
  '#f6cc55',
  '#f2bd2b',
  '#e0a912',
  '#b98708',
  '#8f6807',
  '#6f5107',
  '#5c4306',
]

/** Warm greys, in place of Mantine's blue ones. */
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f3f1ec',
  '#e9e6df',
  '#dcd8cf',
  '#c4bfb3',
  '#a39d90',
  '#7d776b',
  '#5d584e',
  '#3d3a33',
  '#24221e',
]

const dark: MantineColorsTuple = [
  '#dcdedc',
  '#b7bbb8',
  '#8f9591',
  '#626965',
  '#3d4340',
  '#2f3532',
  '#252a28',
  '#1b1f1d',
  '#151816',
  '#0e100f',
]

const sans =
  '"Inter Variable", Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", Arial, sans-serif'
const serif = '"Lora Variable", Lora, Georgia, "Times New Roman", serif'

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  colors: { pine, ember, honey, gray, dark },
  black: '#24221e',
  fontFamily: sans,
  headings: { fontFamily: serif, fontWeight: '600' },
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 'xs' } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Badge: {
      defaultProps: { tt: 'none', fw: 500, variant: 'light' },
      // A state is read whole or not at all.
      styles: { root: { minWidth: 'max-content' } },
    },
    SegmentedControl: { styles: { root: { backgroundColor: 'var(--ot-field)' } } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.42 } },
      styles: { title: { fontWeight: 600 } },
    },
    Drawer: { defaultProps: { position: 'right', overlayProps: { backgroundOpacity: 0.42 } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    Popover: { defaultProps: { shadow: 'md' } },
    Select: { defaultProps: { checkIconPosition: 'right', comboboxProps: { shadow: 'md' } } },
  },
})

/** Surfaces of the panel in both schemes; CSS modules use these names only. */
export const surfaces: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcfa',
    '--ot-rail': '#f4f2ec',
    '--ot-surface': '#ffffff',
    '--ot-sunken': '#f6f4ef',
    '--ot-line': '#e6e2d9',
    '--ot-hover': '#f1eee7',
    '--ot-picked': '#e4f0ea',
    '--ot-muted': '#6d675c',
    '--ot-bubble-in': '#ffffff',
    '--ot-bubble-out': '#dcefe6',
    '--ot-bubble-note': '#fdf1d3',
    '--ot-note-text': '#6b4e0b',
    '--ot-accent-text': '#0e6b58',
    '--ot-warn': '#b9481a',
    '--ot-warn-soft': '#fdeee6',
    '--ot-field': '#f4f2ec',
    '--ot-shadow': '0 1px 2px rgb(50 42 24 / 7%), 0 4px 14px rgb(50 42 24 / 5%)',
    '--mantine-color-dimmed': '#6d675c',
    '--mantine-color-placeholder': '#8d8678',
    '--mantine-color-default-border': '#dcd8cf',
  },
  dark: {
    '--mantine-color-body': '#151816',
    '--ot-rail': '#0f1210',
    '--ot-surface': '#1d211f',
    '--ot-sunken': '#121513',
    '--ot-line': '#2b302d',
    '--ot-hover': '#232826',
    '--ot-picked': '#1c342b',
    '--ot-muted': '#9aa19c',
    '--ot-bubble-in': '#232826',
    '--ot-bubble-out': '#1b4437',
    '--ot-bubble-note': '#3a3016',
    '--ot-note-text': '#f0d48a',
    '--ot-accent-text': '#6fc4a5',
    '--ot-warn': '#f49b75',
    '--ot-warn-soft': '#3a2318',
    '--ot-field': '#1d211f',
    '--ot-shadow': '0 1px 2px rgb(0 0 0 / 40%), 0 4px 14px rgb(0 0 0 / 25%)',
    '--mantine-color-dimmed': '#9aa19c',
    '--mantine-color-placeholder': '#7d8580',
    '--mantine-color-gray-light': '#2b302d',
    '--mantine-color-gray-light-hover': '#353b38',
    '--mantine-color-gray-light-color': '#c9cec9',
    '--mantine-color-pine-light': 'rgb(56 161 123 / 18%)',
    '--mantine-color-pine-light-hover': 'rgb(56 161 123 / 28%)',
    '--mantine-color-pine-light-color': '#8fd6ba',
    '--mantine-color-ember-light': 'rgb(241 126 77 / 18%)',
    '--mantine-color-ember-light-hover': 'rgb(241 126 77 / 28%)',
    '--mantine-color-ember-light-color': '#f8bfa6',
    '--mantine-color-honey-light': 'rgb(242 189 43 / 16%)',
    '--mantine-color-honey-light-hover': 'rgb(242 189 43 / 26%)',
    '--mantine-color-honey-light-color': '#f6cc55',
    '--mantine-color-default': '#1d211f',
    '--mantine-color-default-hover': '#262b29',
    '--mantine-color-default-border': '#373d3a',
  },
})
