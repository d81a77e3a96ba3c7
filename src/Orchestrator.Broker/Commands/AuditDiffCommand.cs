using System.CommandLine;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Evidence;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Commands;

/// <summary><c>audit diff</c>: an instrument's claims against the broker's observations.</summary>
internal static class AuditDiffCommand
{
    public static Command Create(CommandIo io)
    {
        var number = new Argument<string>("SESSION") { Description = "The session's nine digits." };
        var data = CommonOptions.Data();
        var run = new Option<string?>("--run") { Description = "Folder of the run's log at the instrument; without it only what the broker stored of it is compared.", HelpName = "FOLDER" };
        var json = CommonOptions.AsJson();
        var command = new Command("diff", "Compare what the instrument claimed with what the broker saw, event by event. Exit 0: the same story; 1: it isn't.") { number, data, run, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!SessionNumber.TryParse(result.GetRequiredValue(number), out var session))
            {
                throw new BrokerException(ExitCode.Usage, "A session's number has nine digits.");
            }

            var broker = await BrokerEvidence.OpenAsync(result.GetRequiredValue(data), cancellationToken);
            var claims = await broker.ClaimsAsync(session, cancellationToken);
            if (claims.Count == 0)
            {
                throw new BrokerException(ExitCode.NotFound, $"The broker has no records of session {session}.");
            }

            var own = result.GetValue(run) is { } folder ? InstrumentStory.Read(folder) : null;
            var findings = SessionDiff.Compare(own, claims, broker.Observed(session));
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, findings);
            }
            else
            {
                foreach (var finding in findings)
                {
                    io.Output.WriteLine($"{finding.Severity.ToString().ToUpperInvariant(),-7} {finding.Code}: {finding.Sentence}");
                }
            }

            var differ = findings.Any(f => f.Severity != FindingSeverity.Note);
            if (!result.GetValue(json))
            {
                io.Output.WriteLine(differ ? "The two logs don't tell the same story." : $"Both tell the same story: {claims.Count} records, claims against observations.");
            }

            return differ ? 1 : 0;
        });
        return command;
    }
}
