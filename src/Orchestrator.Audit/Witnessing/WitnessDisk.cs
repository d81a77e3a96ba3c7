using Orchestrator.Trust.Files;

namespace Orchestrator.Audit.Witnessing;

/// <summary>The one seam of a witness to its disk.</summary>
internal interface IWitnessDisk
{
    /// <summary>Writes a whole file that isn't the state yet; returns when its bytes survive a power cut.</summary>
    void WriteAside(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Puts it in the state's place in one step.</summary>
    void PutInPlace(string aside, string path);

    /// <summary>Returns when the name survives a power cut.</summary>
    void FlushFolder(string folder);
}

/// <summary>The real disk.</summary>
internal sealed class WitnessDisk : IWitnessDisk
{
    public static WitnessDisk Instance { get; } = new();

    public void WriteAside(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    public void PutInPlace(string aside, string path) => File.Move(aside, path, overwrite: true);

    public void FlushFolder(string folder) => DurableFolder.Flush(folder);
}
