using Orchestrator.Verifier;

namespace Orchestrator.Audit.Tests;

/// <summary>The auditor's program, run within the test: exit code, report, complaint.</summary>
internal static class AuditorsProgram
{
    private static readonly SettableTime Time = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));

    public static (int Code, string Text, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = VerifierProgram.Run(args, output, errors, Time);
        return (code, output.ToString(), errors.ToString());
    }
}
