using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.QuickSupport.Tests.Composition;

/// <summary>The real executable, on a real pseudo-terminal where it needs one.</summary>
[Trait("Category", "Real")]
[Collection(SocketsCollection.Name)]
public sealed class ExecutableTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempFolder _folder = new();

    private static string Program => Path.Combine(AppContext.BaseDirectory, "quicksupport");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Help_and_version_need_no_terminal()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a Linux executable");
        Assert.Contains("--config", await OutputAsync(0, "--help"), StringComparison.Ordinal);
        Assert.StartsWith("0.", await OutputAsync(0, "--version"), StringComparison.Ordinal);
        Assert.Contains("needs a terminal", await OutputAsync(2), StringComparison.Ordinal);
        Assert.Contains("--help", await OutputAsync(2, "--unattended"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_missing_configuration_is_told_in_the_terminal_and_by_the_exit_code()
    {
        RealComponent.Require("script");
        await using var script = Start("--config", _folder.In("none"));
        var screen = await UntilAsync(script, "Press any key to close");
        Assert.Contains("The configuration", screen, StringComparison.Ordinal);

        await script.Input.WriteAsync("x");
        await script.Input.FlushAsync();

        using var limit = new CancellationTokenSource(Patience);
        Assert.Equal(3, await script.WaitForExitAsync(limit.Token));
    }

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_within_a_second(string signal)
    {
        RealComponent.Require("script", "kill");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var script = StartWith(((IPEndPoint)server.LocalEndpoint).Port);
        using var client = await server.AcceptTcpClientAsync().WaitAsync(Patience);
        var child = (await File.ReadAllTextAsync($"/proc/{script.Id}/task/{script.Id}/children")).Trim();

        var clock = Stopwatch.StartNew();
        await ExternalProcess.RunAsync("kill", [$"-{signal}", child]);
        using var limit = new CancellationTokenSource(Patience);
        await script.WaitForExitAsync(limit.Token);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"it took {clock.Elapsed}");
    }

    [SkippableFact]
    public async Task A_terminal_that_is_closed_ends_it()
    {
        RealComponent.Require("script");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var script = StartWith(((IPEndPoint)server.LocalEndpoint).Port);
        using var client = await server.AcceptTcpClientAsync().WaitAsync(Patience);
        var child = int.Parse((await File.ReadAllTextAsync($"/proc/{script.Id}/task/{script.Id}/children")).Trim(), CultureInfo.InvariantCulture);
        Assert.Empty(ProcessSockets.Ports(child.ToString(CultureInfo.InvariantCulture)));
        using var program = Process.GetProcessById(child);

        // The other end of the pseudo-terminal dies with the program that held it.
        await ExternalProcess.RunAsync("kill", ["-KILL", script.Id.ToString(CultureInfo.InvariantCulture)]);

        using var limit = new CancellationTokenSource(Patience);
        await program.WaitForExitAsync(limit.Token);
    }

    private ExternalProcess StartWith(int port)
    {
        File.WriteAllBytes(_folder.In("config"), TestVendor.Configuration("localhost", port));
        return Start("--config", _folder.In("config"));
    }

    // A shell in the background ignores some signals, and so would all that it starts: a terminal starts programs with none ignored.
    private ExternalProcess Start(params string[] arguments) => ExternalProcess.Start(
        "script",
        ["-qefc", $"exec env --default-signal=HUP,INT,TERM {Program} {string.Join(' ', arguments)} --log {_folder.In("logs")}", "/dev/null"],
        new Dictionary<string, string?> { ["HOME"] = _folder.Path, ["TERM"] = "xterm", ["DISPLAY"] = null, ["NO_COLOR"] = "1" });

    private static async Task<string> UntilAsync(ExternalProcess script, string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        var seen = new System.Text.StringBuilder();
        var buffer = new char[1024];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await script.Output.ReadAsync(buffer, limit.Token);
            Assert.True(read > 0, $"The program ended before it showed “{text}”: {seen}");
            seen.Append(buffer, 0, read);
        }

        return seen.ToString();
    }

    private static async Task<string> OutputAsync(int code, params string[] arguments)
    {
        await using var program = ExternalProcess.Start(Program, arguments);
        program.Input.Close();
        var output = await program.Output.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        Assert.Equal(code, await program.WaitForExitAsync(limit.Token));
        return output + await program.ReadErrorsAsync();
    }
}
