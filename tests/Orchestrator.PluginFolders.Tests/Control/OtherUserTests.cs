using System.Diagnostics;
using System.Runtime.Versioning;

namespace Orchestrator.PluginFolders.Tests.Control;

/// <summary>A real other user of the machine at the socket.</summary>
[SupportedOSPlatform("linux")]
public sealed class OtherUserTests : IAsyncLifetime
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const string Nobody = "65534";

    // Says what it got, or why it couldn't connect.
    private const string Client = """
        my $socket = IO::Socket::UNIX->new(Peer => $ARGV[0]) or do { print "not connected: $!"; exit };
        $socket->syswrite("{\"command\":\"drain\",\"id\":\"audit.file\"}\n");
        print scalar <$socket>;
        """;

    private readonly Counting _control = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("control-").FullName;
    private ControlServer _server = null!;

    public Task InitializeAsync()
    {
        _server = ControlServer.Start(_folder, _control, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task Another_user_cant_connect()
    {
        File.SetUnixFileMode(_folder, Everybody);

        Assert.Equal("not connected: Permission denied", await ConnectAsync(Nobody));
    }

    [SkippableFact]
    public async Task Another_user_who_can_connect_is_told_to_go()
    {
        File.SetUnixFileMode(_folder, Everybody);
        File.SetUnixFileMode(_server.Path, Everybody);

        Assert.Equal(
            """{"outcome":"refused","sentence":"Only the user under which this program runs may ask it about its plugins."}""", (await ConnectAsync(Nobody)).Trim());
        Assert.Equal(0, _control.Requests);
    }

    [SkippableFact]
    public async Task The_same_user_is_heard()
    {
        Assert.StartsWith("""{"outcome":"done",""", await ConnectAsync("0"), StringComparison.Ordinal);
        Assert.Equal(1, _control.Requests);
    }

    private async Task<string> ConnectAsync(string user)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Becoming another user needs root on Linux.");
        using var process = Process.Start(new ProcessStartInfo("setpriv", ["--reuid", user, "--regid", user, "--clear-groups", "perl", "-MIO::Socket::UNIX", "-e", Client, _server.Path])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }

    private sealed class Counting : IPluginControl
    {
        private int _requests;

        public int Requests => _requests;

        public Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            return Task.FromResult(new ControlAnswer(true, "Done."));
        }
    }
}
