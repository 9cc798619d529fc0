#define _GNU_SOURCE
#include "CWorkerPools.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { descriptors_max = 16 };

union control {
  char bytes[CMSG_SPACE(descriptors_max * sizeof(int))];
  struct cmsghdr aligned;
};

ssize_t wp_send_message(int socket, const void *bytes, size_t size, const int *fds, int fd_count) {
  struct iovec piece = {.iov_base = (void *)bytes, .iov_len = size};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
  union control control;
  if (fd_count > descriptors_max) {
    errno = EINVAL;
    return -1;
  }
  if (fd_count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE(fd_count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fd_count * sizeof(int));
    memcpy(CMSG_DATA(header), fds, fd_count * sizeof(int));
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent == -1 && errno == EINTR);
  return sent;
}

ssize_t wp_receive_message(int socket, void *bytes, size_t size, int *fds, int *fd_count) {
  struct iovec piece = {.iov_base = bytes, .iov_len = size};
  union control control;
  struct msghdr message = {
      .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  ssize_t received;
  do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (received == -1 && errno == EINTR);
  int room = *fd_count;
  *fd_count = 0;
  if (received == -1) return -1;
  bool lacks_room = (message.msg_flags & MSG_CTRUNC) != 0;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    int count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int index = 0; index < count; index++) {
      int fd;
      memcpy(&fd, CMSG_DATA(header) + index * sizeof(int), sizeof fd);
      if (*fd_count == room) {
        close(fd);
        continue;
      }
      fd = wp_above_streams(fd);
      if (fd >= 0) fds[(*fd_count)++] = fd;
      else lacks_room = true;
    }
  }
  if (!lacks_room) return received;
  while (*fd_count > 0) close(fds[--*fd_count]);
  errno = EMFILE;
  return -1;
}
