using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Runs;

/// <summary>What a run says about the run before it on the same disk.</summary>
/// <param name="Folder">Name of its folder.</param>
/// <param name="State">One of <see cref="PreviousRunStates"/>.</param>
/// <param name="Last">Its last checkpoint; null when it has none that can be read.</param>
public sealed record PreviousRun(string Folder, string State, Checkpoint? Last)
{
    /// <summary>Looks at the newest run under a folder; null when there is none.</summary>
    public static PreviousRun? Find(string root)
    {
        if (RunFolderName.List(root) is not [.., var newest])
            return null;
        var folder = new LogFolder(Path.Combine(root, newest.ToString()));
        try
        {
            if (RemovedRun.IsIn(folder))
                return RemovedRun.Read(folder) is { } removed
                    ? new PreviousRun(newest.ToString(), PreviousRunStates.Removed, removed.Last.Checkpoint)
                    : new PreviousRun(newest.ToString(), PreviousRunStates.Unreadable, null);
            if (!File.Exists(folder.Key) || !NoteKey.TryParse(File.ReadAllText(folder.Key).TrimEnd('\n'), out var key))
                return new PreviousRun(newest.ToString(), PreviousRunStates.Unreadable, null);
            var scan = LogScan.Run(folder, key);
            var state = scan.Tampered ? PreviousRunStates.Tampered
                : scan.LastCheckpoint is null ? PreviousRunStates.NoCheckpoint
                : scan.Size > scan.SignedSize || scan.Problems.Count > 0 ? PreviousRunStates.UnsignedTail
                : PreviousRunStates.Signed;
            return new PreviousRun(newest.ToString(), state, scan.LastCheckpoint?.Checkpoint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PreviousRun(newest.ToString(), PreviousRunStates.Unreadable, null);
        }
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("previous");
        json.WriteString("folder", Folder);
        json.WriteString("state", State);
        if (Last is not null)
        {
            json.WriteString("origin", Last.Origin);
            json.WriteNumber("size", Last.Size);
            json.WriteString("root", Last.Root.ToBase64());
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when it isn't that.</summary>
    internal static PreviousRun? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || Text(json, "folder") is not { } folder || Text(json, "state") is not { } state)
            return null;
        if (Text(json, "origin") is not { } origin)
            return new PreviousRun(folder, state, null);
        return Text(json, "root") is { } text && MerkleHash.TryParseBase64(text, out var root)
            && json.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var count)
            ? new PreviousRun(folder, state, new Checkpoint(origin, count, root))
            : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>States of the run before.</summary>
public static class PreviousRunStates
{
    /// <summary>All its records are signed.</summary>
    public const string Signed = "signed";

    /// <summary>It ended without signing its last records, as after a crash.</summary>
    public const string UnsignedTail = "unsigned-tail";

    /// <summary>It has no checkpoint.</summary>
    public const string NoCheckpoint = "no-checkpoint";

    /// <summary>It was changed after it was signed.</summary>
    public const string Tampered = "tampered";

    /// <summary>It was removed because it was old; its last checkpoint is kept in its place.</summary>
    public const string Removed = "removed";

    /// <summary>Its key or files can't be read.</summary>
    public const string Unreadable = "unreadable";
}
