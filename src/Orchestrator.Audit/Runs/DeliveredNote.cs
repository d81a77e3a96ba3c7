using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Trust.Files;

namespace Orchestrator.Audit.Runs;

/// <summary>
/// A file <c>delivered</c> beside a run's log: which checkpoint the broker has confirmed. It saves asking, and proves nothing; without it the broker is asked
/// again.
/// </summary>
/// <param name="Size">Records under the checkpoint.</param>
/// <param name="Sha256">Of the checkpoint's text, lower-case hex; of an empty text for a run that had nothing to deliver.</param>
public sealed record DeliveredNote(long Size, string Sha256)
{
    private const string FirstLine = "orchestrator-delivered/1";

    /// <summary>The note of a checkpoint; null for a run that never had a session, whose log concerns nobody else.</summary>
    public static DeliveredNote Of(Checkpoint? checkpoint) =>
        new(checkpoint?.Size ?? 0, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(checkpoint?.ToText() ?? ""))));

    /// <summary>Reads it; null when it isn't there or isn't one.</summary>
    public static DeliveredNote? Read(LogFolder folder)
    {
        try
        {
            var file = new FileInfo(PathIn(folder));
            if (!file.Exists || file.Length > 256)
                return null;
            var lines = File.ReadAllText(file.FullName).Split('\n');
            return lines is [FirstLine, var size, { Length: 64 } hash, ""] && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new DeliveredNote(number, hash)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(LogFolder folder)
    {
        var aside = PathIn(folder) + ".new";
        File.WriteAllText(aside, string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\n{Size}\n{Sha256}\n"));
        File.Move(aside, PathIn(folder), overwrite: true);
        DurableFolder.Flush(folder.Path);
    }

    private static string PathIn(LogFolder folder) => Path.Combine(folder.Path, "delivered");
}
