using System.Globalization;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Witnesses.Serving;

/// <summary>The logs that a serving witness knows: a file with one verifier key a line; lines that begin with # say something to people.</summary>
internal static class KnownLogs
{
    private const int MostBytes = 1 << 20;

    /// <exception cref="WitnessException">It can't be used; with the line.</exception>
    public static IReadOnlyList<NoteKey> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new WitnessException(ExitCode.Data, $"{path} is larger than a list of logs can be.");
            var keys = new List<NoteKey>();
            foreach (var (line, number) in File.ReadLines(path).Select((line, index) => (line.Trim(), index + 1)))
            {
                if (line.Length > 0 && line[0] != '#')
                    keys.Add(NoteKey.TryParse(line, out var key) ? key : throw new WitnessException(ExitCode.Data, $"{path}, line {number.ToString(CultureInfo.InvariantCulture)}, isn't a verifier key: it reads origin+8 hex digits+base64."));
            }

            return keys.Count > 0 ? keys : throw new WitnessException(ExitCode.Data, $"{path} names no log.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WitnessException(ExitCode.Data, $"{path} can't be read: {e.Message}", e);
        }
    }
}
