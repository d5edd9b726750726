import { Button, Popover, Select, Stack } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../api/reference'
import { useDepartments } from '../settings/team/team'
import { useInquiryProjects } from './inquiries'
import type { InquiryFilter } from './inquiry-filter'

interface MoreFiltersProps {
  filter: InquiryFilter
  onChange: (part: InquiryFilter) => void
}

/** The filters one needs now and then: person, project, and the four kinds of the map. */
export function MoreFilters({ filter, onChange }: MoreFiltersProps) {
  const { t } = useTranslation()
  const staff = useStaff().filter((each) => each.active)
  const projects = useInquiryProjects()
  const departments = (useDepartments().data ?? []).filter((each) => each.active)
  const person = staff.find((each) => each.id === filter.assignee)
  const chosen = [
    person,
    filter.departmentId,
    filter.project,
    filter.qualification,
    filter.byMeaning,
    filter.byContact,
    filter.byNumber,
  ].filter(Boolean).length
  return (
    <Popover position="bottom-start" shadow="md" width={290}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} />}>
          {chosen > 0 ? t('inquiry.moreFiltersOn', { count: chosen }) : t('inquiry.moreFilters')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Select
            label={t('common.owner')}
            clearable
            placeholder={t('inquiry.any')}
            comboboxProps={{ withinPortal: false }}
            value={person?.id ?? null}
            data={staff.map((each) => ({ value: each.id, label: each.name }))}
            onChange={(value) => onChange({ assignee: value ?? undefined })}
          />
          {departments.length > 0 ? (
            <Select
              label={t('inquiry.department')}
              clearable
              placeholder={t('inquiry.any')}
              comboboxProps={{ withinPortal: false }}
              value={filter.departmentId ?? null}
              data={[
                ...departments.map((each) => ({ value: each.id, label: each.name })),
                { value: 'none', label: t('inquiry.noDepartment') },
              ]}
              onChange={(value) => onChange({ departmentId: value ?? undefined })}
            />
          ) : null}
          <Select
            label={t('inquiry.project')}
            clearable
            placeholder={t('inquiry.any')}
            comboboxProps={{ withinPortal: false }}
            value={filter.project ?? null}
            data={projects}
            nothingFoundMessage={t('inquiry.noProjects')}
            onChange={(value) => onChange({ project: value ?? undefined })}
          />
          <Select
            label={t('inquiry.qualificationLabel')}
            clearable
            placeholder={t('inquiry.any')}
            comboboxProps={{ withinPortal: false }}
            value={filter.qualification ?? null}
            data={(['unknown', 'lead', 'not-lead'] as const).map((value) => ({
              value,
              label: t(`inquiry.qualification.${value}`),
            }))}
            onChange={(value) => onChange({ qualification: value ?? undefined })}
          />
          <Select
            label={t('inquiry.meaningLabel')}
            clearable
            placeholder={t('inquiry.any')}
            comboboxProps={{ withinPortal: false }}
            value={filter.byMeaning ?? null}
            data={(['unknown', 'target', 'not-target'] as const).map((value) => ({
              value,
              label: t(`inquiry.byMeaning.${value}`),
            }))}
            onChange={(value) => onChange({ byMeaning: value ?? undefined })}
          />
          <Select
            label={t('inquiry.contactLabel')}
            clearable
            placeholder={t('inquiry.any')}
            comboboxProps={{ withinPortal: false }}
            value={filter.byContact ?? null}
            data={(['none', 'received', 'verified'] as const).map((value) => ({
              value,
              label: t(`inquiry.byContact.${value}`),
            }))}
            onChange={(value) => onChange({ byContact: value ?? undefined })}
          />
          <Select
            label={t('inquiry.numberLabel')}
            clearable
            placeholder={t('inquiry.any')}
            comboboxProps={{ withinPortal: false }}
            value={filter.byNumber ?? null}
            data={(['primary', 'repeat'] as const).map((value) => ({
              value,
              label: t(`inquiry.byNumber.${value}`),
            }))}
            onChange={(value) => onChange({ byNumber: value ?? undefined })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
