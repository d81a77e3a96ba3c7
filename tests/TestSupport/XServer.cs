using System.Text;

namespace Orchestrator.TestSupport;

/// <summary>A private X server (Xvfb) on a display number that it chose itself. Disposal ends it and the programs started on it.</summary>
public sealed class XServer : IAsyncDisposable
{
    private static readonly TimeSpan WindowPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OneSearch = TimeSpan.FromSeconds(5);

    private readonly ExternalProcess server;
    private readonly List<ExternalProcess> programs = [];

    private XServer(ExternalProcess server, string display)
    {
        this.server = server;
        Display = display;
    }

    /// <summary>What DISPLAY must be, for example <c>:5</c>.</summary>
    public string Display { get; }

    /// <summary>Variables for a program that shall draw here; text is UTF-8.</summary>
    public IReadOnlyDictionary<string, string?> Environment =>
        new Dictionary<string, string?> { ["DISPLAY"] = Display, ["LC_ALL"] = "C.UTF-8", ["XAUTHORITY"] = null };

    /// <summary>Skips or fails the running test where Xvfb is missing, then starts one.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="more">Further arguments, for example <c>-extension DAMAGE</c> to leave one out.</param>
    public static async Task<XServer> StartAsync(int width = 1280, int height = 800, params string[] more)
    {
        RealComponent.Require("Xvfb");
        string[] arguments = ["-displayfd", "1", "-screen", "0", $"{width}x{height}x24", "-nolisten", "tcp", "-noreset", .. more];
        var server = ExternalProcess.Start("Xvfb", arguments);
        var number = await server.Output.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        if (!string.IsNullOrEmpty(number))
            return new XServer(server, $":{number}");
        await server.DisposeAsync();
        throw new InvalidOperationException($"Xvfb didn't start: {await server.ReadErrorsAsync()}");
    }

    /// <summary>Starts a program on this display; it ends with the server.</summary>
    public ExternalProcess Start(string executable, params string[] arguments)
    {
        var program = ExternalProcess.Start(executable, arguments, Environment);
        programs.Add(program);
        return program;
    }

    /// <summary>Runs a program on this display to its end; returns its output.</summary>
    public Task<byte[]> RunAsync(string executable, params string[] arguments) =>
        ExternalProcess.RunAsync(executable, arguments, Environment);

    /// <summary>
    /// Waits for a window that can be seen; gives its id. Asks again and again by itself: <c>xdotool search --sync</c> was seen not to end within 20 s on a machine
    /// that was little busy, and one search that hangs is no reason to fail.
    /// </summary>
    /// <param name="by">What is compared: <c>class</c> or <c>name</c>.</param>
    /// <param name="pattern">What it must match.</param>
    public async Task<string> FindWindowAsync(string by, string pattern)
    {
        using var limit = new CancellationTokenSource(WindowPatience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            await again.WaitForNextTickAsync(limit.Token);
            if (await SearchAsync(by, pattern) is { Length: > 0 } found)
                return found;
        }
    }

    /// <summary>The picture of the whole display now, by <c>xwd</c>.</summary>
    public async Task<XwdPicture> TakePictureAsync() => XwdPicture.Parse(await RunAsync("xwd", "-root", "-silent"));

    /// <summary>Ends the X server as a crash would.</summary>
    public Task KillAsync() => server.KillAsync();

    /// <summary>Stops the X server without ending it: it answers no more.</summary>
    public Task PauseAsync() => ExternalProcess.RunAsync("kill", ["-STOP", $"{server.Id}"]);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var program in programs)
            await program.DisposeAsync();
        await server.DisposeAsync();
    }

    // xdotool ends with 1 where nothing matches, and with an error where a window went while it looked.
    private async Task<string> SearchAsync(string by, string pattern)
    {
        try
        {
            var found = await ExternalProcess.RunAsync("xdotool", ["search", "--onlyvisible", $"--{by}", pattern], Environment, timeout: OneSearch);
            return Encoding.ASCII.GetString(found).Split('\n')[0].Trim();
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            return "";
        }
    }
}
