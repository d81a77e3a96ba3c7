using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Broker.Commands;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians;

namespace Orchestrator.Testbed.Technician;

/// <summary>Somebody with an account, who got it the real way: made by a command, activated from a console, the console approved by a command.</summary>
public sealed class Person
{
    private readonly string _data;

    private Person(string data, string account, string setupCode, string password, AuthenticatorApp authenticator)
    {
        _data = data;
        Account = account;
        SetupCode = setupCode;
        Password = new SecretText(password);
        Authenticator = authenticator;
    }

    /// <summary>User name.</summary>
    public string Account { get; }

    /// <summary>What the activation begins with.</summary>
    public string SetupCode { get; }

    /// <summary>Chosen by the person; no command ever saw it.</summary>
    public SecretText Password { get; }

    /// <summary>The second factor.</summary>
    public AuthenticatorApp Authenticator { get; }

    /// <summary>An account is made for somebody; it isn't activated yet.</summary>
    /// <param name="data">The broker's data folder.</param>
    /// <param name="account">User name.</param>
    /// <param name="printedName">As operators read it.</param>
    /// <param name="role">One of the broker's.</param>
    /// <param name="time">The authenticator's clock.</param>
    /// <param name="password">Null draws one.</param>
    public static async Task<Person> AddAsync(string data, string account, string printedName, string role, TimeProvider time, string? password = null)
    {
        var said = await RunAsync("account", "add", account, "--data", data, "--printed-name", printedName, "--role", role, "--json");
        using var json = JsonDocument.Parse(said);
        return new Person(
            data, account, json.RootElement.GetProperty("setupCode").GetString()!, password ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)), new AuthenticatorApp(time));
    }

    /// <summary>Chooses the password, scans the secret, proves the first code, writes the recovery codes down.</summary>
    public async Task<ActivatedAccount> ActivateAsync(ConsoleRun console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        var activated = await console.ActivateAsync(Account, new SecretText(SetupCode), Password, ScanAsync, cancellationToken);
        Authenticator.Keep(activated.RecoveryCodes);
        return activated;
    }

    /// <summary>The data folder's owner, while there is no administrator, approves this person's console by the digits that it shows.</summary>
    public Task ApproveAsync(string console) => RunAsync("console", "approve", Account, console, "--data", _data);

    /// <summary>The wish to join a session, with a code of its own.</summary>
    public ConnectRequest Wish(SessionNumber session, string pin, string reason) => new(session, new SecretText(pin), reason, Account, Password, Authenticator.Next());

    /// <summary>Signs in, with a code of its own.</summary>
    public Task<SignedInAs> SignInAsync(ConsoleRun console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        return console.SignInAsync(Account, Password, Authenticator.Next(), cancellationToken);
    }

    /// <summary>One command of the broker.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return await BrokerProgram.RunAsync(args, output, error, Stream.Null) == 0
            ? output.ToString()
            : throw new InvalidOperationException($"orchestrator-broker {args[0]} {args[1]} failed: {error.ToString().Trim()}");
    }

    private Task<SecretText> ScanAsync(ActivationOffer offer, string refusal, CancellationToken cancellationToken)
    {
        Authenticator.Scan(offer);
        return Task.FromResult(Authenticator.Next());
    }
}
