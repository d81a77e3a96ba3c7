using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.PluginFolders.Tests.Control;

/// <summary>The socket itself: whose it is, what it bears, and what it leaves behind.</summary>
public sealed class ControlServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Echo _echo = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("control-").FullName;
    private ControlServer _server = null!;

    public Task InitializeAsync()
    {
        _server = ControlServer.Start(_folder, _echo, _time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_request_is_answered()
    {
        var answer = await AskAsync(new ControlRequest(ControlCommand.Load, "audit.file", new Version(1, 2, 3)));

        Assert.Equal((true, "Load audit.file 1.2.3"), (answer.IsDone, answer.Sentence));
    }

    [Fact]
    public void Nobody_else_may_open_the_file()
    {
        // There the folder's own access list decides.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_server.Path));
    }

    [Fact]
    public async Task Bad_lines_are_answered_one_by_one_and_the_connection_goes_on()
    {
        using var client = await ConnectAsync();
        foreach (var line in (string[])["nonsense", "{\"command\":\"explode\"}", "\u0000\u0001", ""])
        {
            await client.SendAsync($"{line}\n");
            Assert.StartsWith("{\"outcome\":\"refused\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        await client.SendAsync("{\"command\":\"drain\",\"id\":\"audit.file\"}\n");
        Assert.Equal("{\"outcome\":\"done\",\"sentence\":\"Drain audit.file \"}", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_line_without_end_is_refused_and_costs_no_more_than_its_limit()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new string('x', ControlLimits.RequestBytes + 1));

        Assert.Contains("longer than 65536 bytes", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Several_requests_in_one_piece_and_one_in_many_are_answered_in_their_order()
    {
        using var client = await ConnectAsync();
        const string Request = "{\"command\":\"move\",\"id\":\"audit.file\"}\n";
        await client.SendAsync(Request + Request);
        foreach (var letter in Request)
            await client.SendAsync(letter.ToString());

        for (var i = 0; i < 3; i++)
            Assert.Contains("Move audit.file", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_says_nothing_for_too_long_makes_room_for_the_next()
    {
        var idle = new List<RawClient>();
        for (var i = 0; i < ControlLimits.Connections; i++)
            idle.Add(await ConnectAsync());
        var ended = Task.WhenAll(idle.Select(client => client.ReceiveAsync()));

        // Nobody else is there yet: the clock that ends them would end whoever waits for their place, too.
        while (!ended.IsCompleted)
        {
            _time.Advance(ControlLimits.Idle);
            await Task.Yield();
        }

        Assert.All(await ended, Assert.Null);
        Assert.True((await AskAsync(new ControlRequest(ControlCommand.Drain, "audit.file")).WaitAsync(Patience)).IsDone);
        idle.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_slow_command_holds_up_no_other_connection()
    {
        var slow = AskAsync(new ControlRequest(ControlCommand.Load, "audit.slow"));
        await _echo.SlowBegun.WaitAsync(Patience);

        Assert.True((await AskAsync(new ControlRequest(ControlCommand.Drain, "audit.file"))).IsDone);
        Assert.False(slow.IsCompleted);
        _echo.EndSlow();

        Assert.True((await slow.WaitAsync(Patience)).IsDone);
    }

    [Fact]
    public async Task A_second_program_doesnt_take_the_first_ones_place()
    {
        var refused = Assert.Throws<ControlException>(() => ControlServer.Start(_folder, _echo, _time));

        Assert.Contains("Another program listens", refused.Message, StringComparison.Ordinal);
        Assert.True((await AskAsync(new ControlRequest(ControlCommand.Drain, "audit.file"))).IsDone);
    }

    [Fact]
    public async Task What_a_dead_program_left_behind_is_taken_away()
    {
        await _server.DisposeAsync();
        Assert.False(File.Exists(_server.Path));
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            dead.Bind(new UnixDomainSocketEndPoint(_server.Path + "x"));
        await File.WriteAllTextAsync(_server.Path, "");

        _server = ControlServer.Start(_folder, _echo, _time);

        Assert.True((await AskAsync(new ControlRequest(ControlCommand.Drain, "audit.file"))).IsDone);
    }

    [Fact]
    public async Task The_end_of_the_program_ends_connections_that_wait()
    {
        using var client = await ConnectAsync();
        await client.SendAsync("{\"command\":\"load\",\"id\":\"audit.slow\"}\n");
        await _echo.SlowBegun.WaitAsync(Patience);

        await _server.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Null(await client.ReceiveAsync());
        var refused = await Assert.ThrowsAsync<ControlException>(() => AskAsync(new ControlRequest(ControlCommand.List)));
        Assert.StartsWith("No program listens on", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_too_long_for_a_socket_is_a_sentence()
    {
        var refused = Assert.Throws<ControlException>(() => ControlServer.Start(Path.Combine(_folder, new string('x', 100)), _echo, _time));

        Assert.Contains("too long for a socket", refused.Message, StringComparison.Ordinal);
    }

    private Task<ControlAnswer> AskAsync(ControlRequest request) => ControlClient.AskAsync(_server.Path, request, TimeProvider.System, CancellationToken.None);

    private Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(_server.Path);

    /// <summary>Says what it was asked; <c>audit.slow</c> takes until it is told.</summary>
    private sealed class Echo : IPluginControl
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task SlowBegun => _begun.Task;

        public void EndSlow() => _end.SetResult();

        public async Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken cancellationToken)
        {
            if (request.Id == "audit.slow")
            {
                _begun.TrySetResult();
                await _end.Task.WaitAsync(cancellationToken);
            }

            return new ControlAnswer(true, $"{request.Command} {request.Id} {request.Version}");
        }
    }

    private sealed class RawClient : IDisposable
    {
        private readonly NetworkStream _stream;
        private readonly StreamReader _reader;

        private RawClient(Socket socket)
        {
            _stream = new NetworkStream(socket, ownsSocket: true);
            _reader = new StreamReader(_stream, Encoding.UTF8);
        }

        public static async Task<RawClient> ConnectAsync(string path)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            return new RawClient(socket);
        }

        public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

        /// <summary>The next line; null when the other end is gone.</summary>
        public async Task<string?> ReceiveAsync()
        {
            try
            {
                return await _reader.ReadLineAsync().WaitAsync(Patience);
            }
            catch (IOException)
            {
                return null;
            }
        }

        public void Dispose() => _stream.Dispose();
    }
}
