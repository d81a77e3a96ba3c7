using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Orchestrator.QuickSupport.Files;
using Orchestrator.SiteFiles;

namespace Orchestrator.QuickSupport.Platform;

/// <summary>A folder held open on Linux: every step names files inside it, so that a link that takes the folder's place on the way leads nowhere.</summary>
internal sealed partial class UnixFolder : IPinnedFolder
{
    private const int CurrentFolder = -100;
    private const int WriteOnly = 0x1;
    private const int CreateFile = 0x40;
    private const int Exclusive = 0x80;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000;
    private const int LockAlone = 2 | 4;
    private const uint NoReplace = 1;
    private const uint ReadWriteForAll = 0b110_110_110; // less the process's umask; never executable
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;

    // These two have other numbers on ARM.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
    private static readonly int Folder = IsArm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    private readonly SafeFileHandle _folder;

    private UnixFolder(SafeFileHandle folder) => _folder = folder;

    /// <summary>Walks from the allowed folder down, one part after the other, and holds the last.</summary>
    /// <exception cref="IOException">A part isn't there, or is a link.</exception>
    public static UnixFolder Open(string allowed, string folder)
    {
        var at = Require(OpenAt(CurrentFolder, allowed, PathOnly | Folder | CloseOnExec, 0), allowed);
        foreach (var part in Path.GetRelativePath(allowed, folder).Split('/').Where(part => part != "."))
        {
            using var above = at;
            at = Require(OpenAt((int)above.DangerousGetHandle(), part, PathOnly | Folder | NoFollow | CloseOnExec, 0), folder);
        }

        return new UnixFolder(at);
    }

    /// <inheritdoc/>
    public FileStream Create(string name, long size)
    {
        var file = Require(OpenAt(Number, name, WriteOnly | CreateFile | Exclusive | NoFollow | CloseOnExec, ReadWriteForAll), name);
        try
        {
            if (Lock(file, LockAlone) != 0)
                throw Failed(name);
            if (size > 0 && Allocate(file, 0, 0, size) != 0 && Marshal.GetLastPInvokeError() is not (NotSupported or NotImplemented))
                throw Failed(name);
            return new FileStream(file, FileAccess.Write);
        }
        catch
        {
            file.Dispose();
            Delete(name);
            throw;
        }
    }

    /// <inheritdoc/>
    public FileStream OpenRead(string name)
    {
        // A pipe would wait for its writer: opened without waiting, then judged.
        var file = Require(OpenAt(Number, name, NonBlocking | NoFollow | CloseOnExec, 0), name);
        if (UnixFiles.KindOf(file) == UnixFileKind.Plain)
            return new FileStream(file, FileAccess.Read);
        file.Dispose();
        throw new IOException($"“{name}” isn't a plain file, or has a second name somewhere else.");
    }

    /// <inheritdoc/>
    public void Rename(string from, string to, bool replace)
    {
        if (RenameAt(Number, from, Number, to, replace ? 0 : NoReplace) == 0)
            return;
        if (replace || Marshal.GetLastPInvokeError() is not (InvalidArgument or NotImplemented))
            throw Failed(to);

        // A file system that can't rename without replacing can make a second name without replacing.
        if (LinkAt(Number, from, Number, to, 0) != 0)
            throw Failed(to);
        Delete(from);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        if (UnlinkAt(Number, name, 0) != 0)
            throw Failed(name);
    }

    /// <summary>True when nobody holds the lock of <see cref="Create"/>: whoever made the file is gone.</summary>
    public bool IsAbandoned(string name)
    {
        using var file = new SafeFileHandle(OpenAt(Number, name, WriteOnly | NonBlocking | NoFollow | CloseOnExec, 0), ownsHandle: true);
        return !file.IsInvalid && UnixFiles.KindOf(file) == UnixFileKind.Plain && UnixFiles.Owner(file) == UnixFiles.EffectiveUser && Lock(file, LockAlone) == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private int Number => (int)_folder.DangerousGetHandle();

    private static SafeFileHandle Require(int descriptor, string name) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failed(name);

    private static IOException Failed(string name)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"“{name}”: {Marshal.GetPInvokeErrorMessage(code)}", code);
    }

    [LibraryImport("libc", EntryPoint = "openat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenAt(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameAt(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "linkat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LinkAt(int fromFolder, string from, int toFolder, string to, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int UnlinkAt(int folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
