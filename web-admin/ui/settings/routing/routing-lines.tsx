import { Text } from '@mantine/core'

/** Why somebody got an inquiry, a sentence a line. */
export function RoutingLines({ lines }: { lines: readonly string[] }) {
  return (
    <ul style={{ margin: '6px 0 0', paddingLeft: 18 }}>
      {lines.map((line) => (
        <li key={line}>
          <Text fz="sm">{line}</Text>
        </li>
      ))}
    </ul>
  )
}
