using System.Collections.Immutable;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Home;

/// <summary>A worklist file as the control program lists it.</summary>
/// <param name="Name">File name.</param>
/// <param name="Worklist">Its content; null when it has a bad line.</param>
/// <param name="Problem">The first bad line; null when there is none.</param>
/// <param name="IsNew">It came after the control program started.</param>
public sealed record WorklistEntry(string Name, Worklist? Worklist, string? Problem, bool IsNew);

/// <summary>
/// Looks for worklists in the folder once a second. Asking again and again instead of waiting for the file system's events keeps
/// virtual time in charge, and finds files on every file system. A file that is still being written is read again when it has grown.
/// </summary>
internal sealed class WorklistFolder(string directory)
{
    private const int MaxFiles = 200;
    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private bool _lookedBefore;

    internal ImmutableArray<WorklistEntry> Entries { get; private set; } = [];

    /// <summary>True when the list changed.</summary>
    internal bool Look()
    {
        var files = Files();
        var changed = false;
        var entries = ImmutableArray.CreateBuilder<WorklistEntry>();
        foreach (var file in files)
        {
            var stamp = (file.Length, file.LastWriteTimeUtc);
            var known = Entries.FirstOrDefault(entry => entry.Name == file.Name);
            if (known is not null && _seen.TryGetValue(file.Name, out var before) && before == stamp)
            {
                entries.Add(known);
                continue;
            }

            entries.Add(Read(file, known?.IsNew ?? _lookedBefore));
            _seen[file.Name] = stamp;
            changed = true;
        }

        changed |= entries.Count != Entries.Length;
        Entries = entries.ToImmutable();
        _lookedBefore = true;
        return changed;
    }

    private List<FileInfo> Files()
    {
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateFiles("*.gwl").Where(file => file.Exists).OrderBy(file => file.Name, StringComparer.Ordinal).Take(MaxFiles)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return []; // A folder that is away lists nothing until it is back.
        }
    }

    private static WorklistEntry Read(FileInfo file, bool isNew)
    {
        if (file.Length > WorklistLimits.MaxFileBytes)
            return new WorklistEntry(file.Name, null, $"The file has {file.Length} bytes; a worklist has at most {WorklistLimits.MaxFileBytes}.", isNew);
        try
        {
            var reading = WorklistReader.Read(File.ReadAllBytes(file.FullName));
            return new WorklistEntry(file.Name, reading.Worklist, reading.Problems.Length == 0 ? null : reading.Problems[0].ToString(), isNew);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new WorklistEntry(file.Name, null, $"The file can't be read: {problem.Message}", isNew);
        }
    }
}
