import { useQuery } from '@tanstack/react-query'
import type {
  DepartmentCreateBody,
  DepartmentUpdateBody,
  DepartmentView,
  InvitationView,
  ProfileBody,
  RemovalView,
  StaffCreateBody,
  StaffUpdateBody,
  StaffView,
} from '../../../api/contract'
import { api } from '../../api/client'
import { keys } from '../../api/keys'
import { queryClient } from '../../api/query-client'

export function usePerson(id: string | null) {
  return useQuery({
    queryKey: keys.person(id ?? ''),
    enabled: id !== null,
    queryFn: ({ signal }) => api.get<StaffView>(`/staff/${id}`, {}, signal),
  })
}

export function useProfile() {
  return useQuery({
    queryKey: keys.profile,
    queryFn: ({ signal }) => api.get<StaffView>('/profile', {}, signal),
  })
}

export function useRemoval(id: string) {
  return useQuery({
    queryKey: [...keys.person(id), 'removal'],
    staleTime: 0,
    queryFn: ({ signal }) => api.get<RemovalView>(`/staff/${id}/removal`, {}, signal),
  })
}

export function useDepartments() {
  return useQuery({
    queryKey: keys.departments,
    queryFn: ({ signal }) =>
      api.get<{ items: DepartmentView[] }>('/departments', {}, signal).then((answer) => answer.items),
  })
}

async function refresh<T>(work: Promise<T>): Promise<T> {
  const done = await work
  await Promise.all(
    [keys.staff, keys.departments, keys.profile].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  )
  return done
}

/** Each rejects with `ApiError`. */
export const teamCommands = {
  add: (body: StaffCreateBody) => refresh(api.post<StaffView>('/staff', body)),
  async update(id: string, body: StaffUpdateBody): Promise<void> {
    queryClient.setQueryData(keys.person(id), await refresh(api.patch<StaffView>(`/staff/${id}`, body)))
  },
  async saveProfile(body: ProfileBody): Promise<void> {
    queryClient.setQueryData(keys.profile, await refresh(api.patch<StaffView>('/profile', body)))
  },
  async setPassword(id: string, password: string): Promise<void> {
    queryClient.setQueryData(keys.person(id), await api.put<StaffView>(`/staff/${id}/password`, { password }))
  },
  invite: (id: string) => api.post<InvitationView>(`/staff/${id}/invite`),
  remove: (id: string, heirId: string | null) => refresh(api.post(`/staff/${id}/remove`, { heirId })),
  addDepartment: (body: DepartmentCreateBody) => refresh(api.post<DepartmentView>('/departments', body)),
  updateDepartment: (id: string, body: DepartmentUpdateBody) =>
    refresh(api.patch<DepartmentView>(`/departments/${id}`, body)),
  dissolve: (id: string) => refresh(api.remove(`/departments/${id}`)),
}
