using System.Net;
using System.Net.Sockets;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Trust.Primitives;
using Orchestrator.Witnesses.Commands;
using Orchestrator.Witnesses.Tests.Keys;

namespace Orchestrator.Witnesses.Tests.Serving;

/// <summary>What <c>serve</c> can't start with: a sentence and an exit code of its own.</summary>
public sealed class ServeCommandTests(MadeKeys keys) : IClassFixture<MadeKeys>
{
    private readonly string _folder = keys.Copy();

    [Theory]
    [InlineData("0.0.0.0:0", ExitCode.Address, "isn't an address of the loopback interface")]
    [InlineData("192.0.2.1:8787", ExitCode.Address, "isn't an address of the loopback interface")]
    [InlineData("localhost", ExitCode.Usage, "needs an address and a port")]
    public async Task It_listens_on_the_loopback_interface_alone(string listen, ExitCode expected, string what) =>
        await FailsAsync(expected, what, listen: listen);

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await FailsAsync(ExitCode.Address, "can't be listened on", listen: other.LocalEndpoint.ToString()!);
    }

    [Theory]
    [InlineData("LOG\nnonsense\n", "line 2")]
    [InlineData("# nobody\n", "names no log")]
    [InlineData("", "names no log")]
    public async Task A_list_of_logs_that_isnt_one_is_said_with_its_line(string logs, string what) => await FailsAsync(ExitCode.Data, what, logs);

    [Fact]
    public async Task A_list_that_isnt_there_and_a_folder_without_keys_are_said()
    {
        await FailsAsync(ExitCode.Data, "can't be read", logs: null);
        File.Delete(Path.Combine(_folder, "witness.key"));
        await FailsAsync(ExitCode.Data, "`orchestrator-witness keys` makes it");
    }

    [Fact]
    public async Task A_folder_in_which_another_witness_runs_is_said()
    {
        var logs = await WriteAsync("LOG\n");
        await using var first = await ServedWitness.StartAsync(_folder, logs);

        await FailsAsync(ExitCode.Data, "One witness runs at a time for each folder");
    }

    [Fact]
    public async Task A_key_that_others_may_read_isnt_used()
    {
        if (OperatingSystem.IsWindows())
            return;
        var key = Path.Combine(_folder, "witness.key");
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.GroupRead);

        await FailsAsync(ExitCode.Data, "other users may read or change it");
    }

    private async Task FailsAsync(ExitCode expected, string what, string? logs = "LOG\n", string listen = "127.0.0.1:0")
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var file = logs is null ? Path.Combine(_folder, "nowhere") : await WriteAsync(logs);

        var code = await WitnessProgram.RunAsync(["serve", "--data", _folder, "--logs", file, "--listen", listen], null, output, errors, CancellationToken.None);

        Assert.Equal((int)expected, code);
        Assert.Equal("", output.ToString());
        Assert.Contains(what, errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string logs)
    {
        using var key = Ed25519Key.Import(new byte[Ed25519Key.SeedSize]);
        var file = Path.Combine(_folder, "logs");
        await File.WriteAllTextAsync(file, logs.Replace("LOG", new NoteKey("log.example/one", key.Public).ToString(), StringComparison.Ordinal));
        return file;
    }
}
