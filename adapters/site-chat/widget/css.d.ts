declare module '*.css' {
  const css: string
  // eslint-disable-next-line import-x/no-default-export -- so the bundler's text loader gives it
  export default css
}
