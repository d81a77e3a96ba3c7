using System.Globalization;
using System.Text;
using Orchestrator.Audit.Witnessing;

namespace Orchestrator.Witnesses.Alarms;

/// <summary>
/// Says loudly what a log did that it mustn't: on standard error, in <c>alarms.log</c>, with what was shown and what was cosigned before in files of their own.
/// As long as such a file lies there the program ends with <see cref="ExitCode.Alarm"/>. Callable from any thread.
/// </summary>
internal sealed class WitnessAlarms(string folder, WitnessState state, TextWriter errors, TimeProvider time)
{
    // A log that goes on growing on its wrong branch would fill the disk of the one who watches it.
    private const int MostFiles = 64;
    private const string Mark = "FORK-";

    private readonly Lock _gate = new();

    /// <summary>True as long as evidence lies here that nobody moved away.</summary>
    public bool IsRaised => Directory.EnumerateFiles(folder, Mark + "*").Any();

    /// <summary>Says at the start what was found in earlier ones.</summary>
    public void Remind()
    {
        if (IsRaised)
            errors.WriteLine($"FORK: {Directory.EnumerateFiles(folder, Mark + "*-shown").Count()} alarms of earlier lie in {folder}. Read alarms.log there, keep the files for the auditor, move them away when somebody has dealt with them.");
    }

    /// <summary>Looks at an answer.</summary>
    /// <param name="reply">What was answered.</param>
    /// <param name="body">What was shown.</param>
    /// <param name="isFromLog">True where the log itself asks: then also a proof that doesn't hold is its own.</param>
    public void Look(WitnessReply reply, ReadOnlyMemory<byte> body, bool isFromLog)
    {
        if (reply.Fault.Length > 0)
            errors.WriteLine($"The witness's state can't be kept, so nothing is cosigned: {reply.Fault}");
        if (reply is { Concern: not WitnessConcern.None, About: { } about, Before: { } before } && (isFromLog || reply.Concern != WitnessConcern.Unproven))
        {
            var sentence = string.Create(CultureInfo.InvariantCulture, $"FORK: {about.Origin} showed a signed tree of {about.Size} records ({about.Root}) and {What(reply.Concern)} the {before.Size} records ({before.Root}) that were cosigned before. It was not cosigned.");
            lock (_gate)
            {
                Keep(sentence, about.Origin, body);
            }
        }
    }

    private static string What(WitnessConcern concern) => concern switch
    {
        WitnessConcern.Shrunk => "has fewer than",
        WitnessConcern.Fork => "differs from",
        _ => "doesn't prove that it begins with",
    };

    private void Keep(string sentence, string origin, ReadOnlyMemory<byte> body)
    {
        errors.WriteLine(sentence);
        var at = time.GetUtcNow();
        try
        {
            if (Directory.EnumerateFiles(folder, Mark + "*-shown").Count() >= MostFiles)
                return;
            File.AppendAllText(Path.Combine(folder, "alarms.log"), string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ssZ} {sentence}\n"), new UTF8Encoding(false));
            var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Mark}{at:yyyyMMddTHHmmssfffZ}-{WitnessState.NameOf(origin)[..16]}"));
            File.WriteAllBytes(name + "-shown", body.ToArray());
            File.WriteAllBytes(name + "-before", state.Note(WitnessState.NameOf(origin)) ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"The evidence of it can't be kept in {folder}: {e.Message}");
        }
    }
}
