using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>libc: System V shared memory, and what XCB leaves to its caller.</summary>
internal static unsafe partial class Libc
{
    public const int IpcPrivate = 0;
    public const int IpcCreate = 0x200;
    public const int IpcRemove = 0;
    public const int OwnerOnly = 0x180; // 0600
    public const int ShutBoth = 2;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "free")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "shutdown")]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport(Library, EntryPoint = "shmget")]
    public static partial int ShmGet(int key, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "shmat")]
    public static partial nint ShmAttach(int id, nint address, int flags);

    [LibraryImport(Library, EntryPoint = "shmdt")]
    public static partial int ShmDetach(nint address);

    [LibraryImport(Library, EntryPoint = "shmctl")]
    public static partial int ShmControl(int id, int command, nint buffer);
}
