using System.CommandLine;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary>The tree <c>audit …</c>: one file for each verb. They may run while the broker serves.</summary>
internal static class AuditCommands
{
    public static Command Create(CommandIo io, PasswordHasher passwords)
    {
        var audit = new Command("audit", "The logs of sessions.")
        {
            AuditDiffCommand.Create(io),
            AuditExportCommand.Create(io),
            AuditBundleCommand.Create(io),
            AuditSearchCommand.Create(io),
            AuditReviewCommand.Create(io, passwords),
            AuditIngestCommand.Create(io),
        };
        foreach (var command in AuditErasureCommands.Create(io, passwords))
        {
            audit.Subcommands.Add(command);
        }

        return audit;
    }
}
