using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Witnessing;

/// <summary>
/// What a witness cosigned last of each log: one file for each origin, <c>SHA-256(origin).checkpoint</c>, the cosigned note itself. A file is written aside,
/// flushed and renamed, so that there is always the old one or the new one. One process at a time.
/// </summary>
public sealed class WitnessState : IDisposable
{
    private readonly string _folder;
    private readonly WitnessKey _key;
    private readonly IWitnessDisk _disk;
    private readonly FileStream _lock;

    private WitnessState(string folder, WitnessKey key, IWitnessDisk disk, FileStream exclusive)
    {
        _folder = folder;
        _key = key;
        _disk = disk;
        _lock = exclusive;
    }

    /// <summary>Logs of which something was cosigned.</summary>
    public int Count => Directory.EnumerateFiles(_folder, "*.checkpoint").Count();

    /// <summary>Opens or makes the folder.</summary>
    /// <param name="folder">Only the witness's own account may write there.</param>
    /// <param name="key">The witness's own; a state that it didn't sign doesn't count.</param>
    /// <exception cref="IOException">It is in use by another process, or can't be made.</exception>
    public static WitnessState Open(string folder, WitnessKey key) => Open(folder, key, WitnessDisk.Instance);

    internal static WitnessState Open(string folder, WitnessKey key, IWitnessDisk disk)
    {
        var full = Path.GetFullPath(folder);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(full);
        else
            Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new WitnessState(full, key, disk, new FileStream(Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>SHA-256 of an origin in lower-case hex, as tlog-witness names a log in an address.</summary>
    public static string NameOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <summary>The note that was cosigned last, by its log's <see cref="NameOf"/>; null when there is none.</summary>
    public byte[]? Note(string name) =>
        name.Length == 64 && name.All(char.IsAsciiHexDigitLower) && File.Exists(PathOf(name)) ? File.ReadAllBytes(PathOf(name)) : null;

    /// <summary>The checkpoint that was cosigned last; null when none was.</summary>
    /// <exception cref="WitnessStateException">The file isn't what this witness wrote: nothing more of this log is cosigned.</exception>
    internal Checkpoint? Newest(string origin)
    {
        var name = NameOf(origin);
        if (Note(name) is not { } bytes)
            return null;
        var isOurs = SignedNote.Parse(bytes, out var note) == NoteFailure.None && Cosignature.Verify(note!, _key, out _) == CosignatureVerdict.Good;
        return isOurs && Checkpoint.TryParseHead(note!.Text, out var checkpoint) && checkpoint!.Origin == origin
            ? checkpoint
            : throw new WitnessStateException($"{PathOf(name)} isn't what this witness wrote about {origin}. Nothing of this log is cosigned until it is restored; find out who changed it.");
    }

    /// <summary>Keeps a cosigned note; when it returns, it survives a power cut.</summary>
    /// <exception cref="IOException">It isn't kept for certain: don't answer with its cosignature.</exception>
    internal void Keep(string origin, ReadOnlySpan<byte> note)
    {
        var path = PathOf(NameOf(origin));
        _disk.WriteAside(path + ".new", note);
        _disk.PutInPlace(path + ".new", path);
        _disk.FlushFolder(_folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private string PathOf(string name) => Path.Combine(_folder, name + ".checkpoint");
}

/// <summary>A state file that this witness didn't write.</summary>
public sealed class WitnessStateException(string sentence) : Exception(sentence);
