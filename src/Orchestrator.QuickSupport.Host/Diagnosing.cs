using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Links.Diagnosing;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Face;

namespace Orchestrator.QuickSupport.Host;

/// <summary><c>quicksupport diagnose</c>: needs no terminal, asks nobody, leaves nothing.</summary>
internal static class Diagnosing
{
    /// <summary>Tries once and prints what it found; gives the exit code.</summary>
    public static async Task<int> RunAsync(string configuration, string site, bool asJson, CancellationToken cancellationToken)
    {
        var options = TerminalSession.Options(Nobody.Instance, configuration, site, ProgramPaths.Logs);
        var (diagnosis, exit) = await RunDiagnosis.RunAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var line in asJson ? [DiagnosisJson.Of(diagnosis)] : DiagnosisText.Of(diagnosis))
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        return (int)exit;
    }

    /// <summary>Nobody sits before it, and there is no session in which he could be asked.</summary>
    private sealed class Nobody : IQuickSupportFace
    {
        public static Nobody Instance { get; } = new();

        public bool HasEnded => false;

        public void Attach(OperatorDesk desk)
        {
        }

        public void Update(OperatorView view)
        {
        }

        public void Finished(SessionSummary summary)
        {
        }

        public void Failed(string sentence)
        {
        }

        public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken) => Task.FromResult<PromptAnswer>(new PromptAnswer.Refused());
    }
}
