using Orchestrator.QuickSupport.Platform;

namespace Orchestrator.QuickSupport.Files;

/// <summary>A folder that is held: whatever becomes of its path meanwhile, files are made, read, renamed and deleted in this very folder.</summary>
internal interface IPinnedFolder : IDisposable
{
    /// <summary>Makes a file that wasn't there, with the room that it needs, and locks it for as long as it is open. Never follows a link.</summary>
    /// <exception cref="IOException">It is there already, the disk is full, or the folder refuses it.</exception>
    FileStream Create(string name, long size);

    /// <summary>Opens a plain file; a link, a pipe, a device, or a file with a second name elsewhere is refused.</summary>
    /// <exception cref="IOException">It isn't one, or can't be read.</exception>
    FileStream OpenRead(string name);

    /// <summary>Gives a file its final name. Without <paramref name="replace"/> it fails where that name is taken, however late it was.</summary>
    /// <exception cref="IOException">It can't be renamed.</exception>
    void Rename(string from, string to, bool replace);

    /// <summary>Deletes a file.</summary>
    /// <exception cref="IOException">It can't be deleted.</exception>
    void Delete(string name);
}

/// <summary>Holds folders.</summary>
internal static class PinnedFolders
{
    /// <summary>Holds a folder below an allowed one. No part below the allowed folder may be a link.</summary>
    /// <exception cref="IOException">It isn't there, or a part of it is a link.</exception>
    public static IPinnedFolder Open(string allowed, string folder) =>
        OperatingSystem.IsWindows() ? new NamedFolder(folder) : UnixFolder.Open(allowed, folder);
}
