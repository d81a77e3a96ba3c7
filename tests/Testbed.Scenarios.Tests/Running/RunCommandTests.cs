using System.Text.Json;

namespace Orchestrator.Testbed.Scenarios.Tests.Running;

/// <summary>The command <c>testbed run</c> as programs and people use it.</summary>
public sealed class RunCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("scenario-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_mistake_in_a_file_is_said_before_anything_is_played()
    {
        Write("a", "id: a\ntitle: T\nexpect: { verdict: fine }\n");

        var (exit, said) = await TestbedProgram.RunAsync(Patience, "run", _folder, "--world", "simulated");

        Assert.Equal(2, exit);
        Assert.Contains("a.yaml:3:20: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_expectation_fails_and_says_what_was_found()
    {
        Write("a", "id: a\ntitle: T\nnetwork: { names: absent, allow: [broker] }\nexpect: { verdict: refused, code: TIMEOUT, hops: [] }\n");

        var (exit, said) = await TestbedProgram.RunAsync(Patience, "run", _folder, "--world", "simulated", "--json");

        Assert.Equal(1, exit);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var played = lines.Single(line => line.GetProperty("event").GetString() == "played");
        Assert.Equal("NAME_NOT_FOUND", played.GetProperty("code").GetString());
        Assert.Equal("code", Assert.Single(played.GetProperty("failed").EnumerateArray().ToList()).GetProperty("what").GetString());
        Assert.Equal(0, lines[^1].GetProperty("good").GetInt32());
    }

    [Fact]
    public async Task A_packet_to_a_host_that_isnt_listed_fails_a_scenario()
    {
        Write("a", "id: a\ntitle: T\nnetwork: { allow: [dns] }\nexpect: { verdict: refused, code: BROKER_UNREACHABLE, hops: [dns] }\n");

        var (exit, said) = await TestbedProgram.RunAsync(Patience, "run", _folder, "--world", "simulated");

        Assert.Equal(1, exit);
        Assert.Contains("hops: expected only dns", said, StringComparison.Ordinal);
        Assert.Contains("203.0.113.10:443/tcp", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kill_leaves_nothing_behind()
    {
        Write("a", "id: a\ntitle: T\ntechnician: [idle: 60]\nexpect: { verdict: connected, path: direct > tls > websocket, hops: [dns, broker] }\n");
        using var run = TestbedProgram.Start("run", _folder, "--world", "simulated", "--json");
        while (await run.StandardOutput.ReadLineAsync() is { } line && !line.Contains("\"starting\"", StringComparison.Ordinal))
        {
            // Until it plays.
        }

        var mine = Directory.GetDirectories(Path.GetTempPath(), $"orchestrator-testbed-{run.Id}-*");
        Assert.Single(mine);
        run.Kill();
        await run.WaitForExitAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Directory.Exists(mine[0]))
            await look.WaitForNextTickAsync(limit.Token);
    }

    private void Write(string id, string text) => File.WriteAllText(Path.Combine(_folder, $"{id}.yaml"), text);
}
