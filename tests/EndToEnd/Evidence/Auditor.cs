using System.Reflection;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Evidence;

/// <summary>The auditor's program as it is shipped.</summary>
internal static class Auditor
{
    /// <summary>Runs <c>orchestrator-verify</c>; gives its exit code and its report.</summary>
    public static async Task<(int Exit, string Report)> VerifyAsync(params string[] arguments)
    {
        var program = typeof(Auditor).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Verifier").Value!;
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        await using var verifier = ExternalProcess.Start(program, arguments);
        var report = await verifier.Output.ReadToEndAsync(limit.Token);
        return (await verifier.WaitForExitAsync(limit.Token), report);
    }
}
