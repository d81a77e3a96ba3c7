namespace Orchestrator.Rfb.Tests;

public sealed class LocalViewerServerTests : IAsyncDisposable
{
    private readonly SocketFolder folder = new();
    private readonly ScriptedScreen screen = new(new Painter(5).Picture(64, 64));
    private readonly ViewChannel view;
    private readonly RecordingViewerInput input = new();

    public LocalViewerServerTests() => view = new ViewChannel(screen);

    [Fact]
    public async Task The_unix_socket_is_the_users_own_and_goes_away()
    {
        await using (LocalViewerServer.OnUnixSocket(folder.Socket, view.Shadow, input, TimeProvider.System))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Socket));
        }

        Assert.False(File.Exists(folder.Socket));
    }

    [Theory]
    [InlineData("003.003")]
    [InlineData("003.007")]
    [InlineData("003.008")]
    public async Task On_loopback_the_password_opens_and_another_doesnt(string version)
    {
        await using var server = LocalViewerServer.OnLoopback(view.Shadow, input, TimeProvider.System);
        Assert.Equal(8, server.Password!.Length);
        using (var wrong = await TestViewer.ConnectAsync(server.Port))
        {
            Assert.Equal(1u, await wrong.GreetAsync(version, "wrong"));
            if (version == "003.008")
                Assert.Equal("Wrong password.", System.Text.Encoding.ASCII.GetString((await wrong.ReadAsync(19))[4..]));
            Assert.True(await wrong.IsClosedAsync());
        }

        using var right = await TestViewer.ConnectAsync(server.Port);
        Assert.Equal(0u, await right.GreetAsync(version, server.Password));
        await right.InitAsync();
        await right.RequestAsync(incremental: false);
        await right.ReadUpdateAsync();
        right.AssertShows(screen.Picture);
    }

    [Fact]
    public async Task After_three_wrong_passwords_nobody_new_gets_in()
    {
        await using var server = LocalViewerServer.OnLoopback(view.Shadow, input, TimeProvider.System);
        using var early = await TestViewer.ConnectAsync(server.Port);
        Assert.Equal(0u, await early.GreetAsync("003.008", server.Password));
        for (var attempt = 0; attempt < LocalViewerServer.MaxTries; attempt++)
        {
            using var wrong = await TestViewer.ConnectAsync(server.Port);
            await wrong.GreetAsync("003.003", "wrong");
            Assert.True(await wrong.IsClosedAsync());
        }

        using var late = await TestViewer.ConnectAsync(server.Port);
        Assert.True(await late.IsClosedAsync());
        await early.InitAsync();
    }

    [Fact]
    public async Task Many_connections_at_once_are_no_way_to_more_guesses()
    {
        await using var server = LocalViewerServer.OnLoopback(view.Shadow, input, TimeProvider.System);
        var waiting = new List<TestViewer>();
        for (var i = 0; i < LocalViewerServer.MaxTries; i++)
        {
            waiting.Add(await TestViewer.ConnectAsync(server.Port));
            await waiting[i].ReadAsync(12);
        }

        using (var more = await TestViewer.ConnectAsync(server.Port))
            Assert.True(await more.IsClosedAsync());
        foreach (var viewer in waiting)
            viewer.Dispose();
        await Soon.UntilAsync(() => server.Viewers == 0);
        using var right = await TestViewer.ConnectAsync(server.Port);
        Assert.Equal(0u, await right.GreetAsync("003.008", server.Password));
    }

    [Fact]
    public void A_password_that_makes_a_weak_key_is_refused_and_never_drawn()
    {
        Assert.Throws<ArgumentException>(() => VncAuth.Respond("xxxxpppp", new byte[VncAuth.ChallengeLength]));
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => VncAuth.NewPassword()).Distinct().Count());
    }

    [Fact]
    public async Task Disposal_closes_every_viewer()
    {
        var server = LocalViewerServer.OnUnixSocket(folder.Socket, view.Shadow, input, TimeProvider.System);
        using var one = await TestViewer.ConnectAsync(folder.Socket);
        using var two = await TestViewer.ConnectAsync(folder.Socket);
        await one.GreetAsync("003.008");
        await one.InitAsync();
        await two.GreetAsync("003.008");
        await Soon.UntilAsync(() => server.Viewers == 2);
        await server.DisposeAsync();
        Assert.True(await one.IsClosedAsync());
        Assert.True(await two.IsClosedAsync());
    }

    [Fact]
    public void The_response_to_a_challenge_is_that_of_other_implementations()
    {
        // Made with OpenSSL's DES from the key bytes of "password", each with its bits reversed.
        var challenge = Enumerable.Range(0, VncAuth.ChallengeLength).Select(i => (byte)i).ToArray();
        var response = Convert.FromHexString("B866924125C8EEBB9DEBC1DB61C538E2");
        Assert.Equal(response, VncAuth.Respond("password", challenge));
        Assert.Equal(response, VncAuth.Respond("password is cut here", challenge));
        Assert.True(VncAuth.IsRight("password", challenge, response));
        Assert.False(VncAuth.IsRight("passwort", challenge, response));
    }

    public async ValueTask DisposeAsync()
    {
        await view.DisposeAsync();
        folder.Dispose();
    }
}
