using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.SiteFiles;

/// <summary>What the base class library doesn't say about files on Linux: owner, kind, and whether this user may write.</summary>
internal static partial class UnixFiles
{
    private const int AtCurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int ByDescriptor = 0x1000;
    private const uint Basic = 0x7ff;
    private const int WriteAccess = 2;
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    /// <summary>The user whose rights count.</summary>
    public static uint EffectiveUser => GetEffectiveUser();

    /// <summary>Owner of a file or folder, links not followed; null when it can't be found out.</summary>
    public static uint? Owner(string path) => Statx(AtCurrentFolder, path, NoFollow, Basic, out var found) == 0 ? found.Owner : null;

    /// <summary>Owner of an open file; null when it can't be found out.</summary>
    public static uint? Owner(SafeFileHandle file) =>
        Statx((int)file.DangerousGetHandle(), "", ByDescriptor, Basic, out var found) == 0 ? found.Owner : null;

    /// <summary>What lies at a path, links not followed.</summary>
    public static UnixFileKind KindOf(string path) => Statx(AtCurrentFolder, path, NoFollow, Basic, out var found) == 0 ? Judge(found) : UnixFileKind.Other;

    /// <summary>What was opened.</summary>
    public static UnixFileKind KindOf(SafeFileHandle file) =>
        Statx((int)file.DangerousGetHandle(), "", ByDescriptor, Basic, out var found) == 0 ? Judge(found) : UnixFileKind.Other;

    /// <summary>True when this user may write it.</summary>
    public static bool MayWrite(string path) => Access(path, WriteAccess) == 0;

    private static UnixFileKind Judge(StatxResult found) => (found.Mode & KindMask) != RegularKind
        ? UnixFileKind.Other
        : found.Links == 1 ? UnixFileKind.Plain : UnixFileKind.ManyNames;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out StatxResult result);

    // The layout of struct statx is the same on every Linux architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}

/// <summary>What a name on Linux stands for.</summary>
internal enum UnixFileKind
{
    /// <summary>A link, pipe, socket, device, folder, or nothing.</summary>
    Other,

    /// <summary>A file with this one name.</summary>
    Plain,

    /// <summary>A file that has a second name somewhere (a hard link).</summary>
    ManyNames,
}
