using System.Diagnostics;
using System.Reflection;

namespace Orchestrator.Testbed.Scenarios.Tests;

/// <summary>The command <c>testbed</c> as people run it.</summary>
internal static class TestbedProgram
{
    /// <summary>Folder of the shipped scenarios.</summary>
    public static string Scenarios => Metadata("Scenarios");

    /// <summary>Runs it; gives exit code and what it said.</summary>
    public static async Task<(int Exit, string Said)> RunAsync(TimeSpan within, params string[] arguments)
    {
        using var run = Start(arguments);
        var (said, complained) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        try
        {
            await run.WaitForExitAsync().WaitAsync(within);
        }
        finally
        {
            if (!run.HasExited)
                run.Kill(entireProcessTree: true);
        }

        return (run.ExitCode, await said + await complained);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Metadata("Testbed"), arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string Metadata(string key) =>
        typeof(TestbedProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
}
