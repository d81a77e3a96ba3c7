namespace Orchestrator.TestSupport;

/// <summary>A private X server (Xvfb) on a display number that it chose itself. Disposal ends it and the programs started on it.</summary>
public sealed class XServer : IAsyncDisposable
{
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
}
