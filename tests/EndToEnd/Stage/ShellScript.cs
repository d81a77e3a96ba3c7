using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>One of the project's own shell scripts.</summary>
internal static class ShellScript
{
    private static readonly TimeSpan TidiesUpWithin = TimeSpan.FromMinutes(2);

    /// <summary>Where the project lies.</summary>
    public static string Root => typeof(ShellScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Root").Value!;

    /// <summary>Runs it; gives the exit code and all that was said. One that takes too long is asked to end, so that it can tidy up, before it is killed.</summary>
    /// <param name="within">How long it may take.</param>
    /// <param name="script">Its path from the root.</param>
    /// <param name="arguments">What it gets.</param>
    public static async Task<(int Exit, string Said)> RunAsync(TimeSpan within, string script, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Root, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, complained) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        try
        {
            await run.WaitForExitAsync().WaitAsync(within);
        }
        finally
        {
            if (!run.HasExited)
                await EndAsync(run);
        }

        return (run.ExitCode, $"{await said}\n{await complained}");
    }

    private static async Task EndAsync(Process run)
    {
        using var asked = Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]);
        await Task.WhenAny(run.WaitForExitAsync(), Task.Delay(TidiesUpWithin));
        if (!run.HasExited)
            run.Kill(entireProcessTree: true);
    }
}
