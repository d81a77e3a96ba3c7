using System.Diagnostics;
using System.Text;

namespace Orchestrator.Mutants;

/// <summary>Runs a program to its end, or ends it with its children when it takes too long.</summary>
internal static class Command
{
    /// <summary>Exit code, null when it took too long; and what it said.</summary>
    public static async Task<(int? ExitCode, string Output)> Run(string program, IEnumerable<string> arguments, TimeSpan longest)
    {
        var said = new StringBuilder();
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.StartInfo.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // What an emptied method sets loose may eat memory: that is a finding, not the machine's end.
        process.StartInfo.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000";
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (said)
                said.AppendLine(line.Data);
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(longest);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, said.ToString());
        }

        return (process.ExitCode, said.ToString());
    }
}
