using Orchestrator.Abstractions;

namespace Orchestrator.ProxyClient;

/// <summary>What to dial.</summary>
/// <param name="Proxy">Address of the proxy.</param>
/// <param name="Broker">Name of the broker.</param>
/// <param name="Port">Port of the broker.</param>
/// <param name="Root">PEM; whom the broker's certificate is from.</param>
/// <param name="User">Null: nobody has credentials.</param>
/// <param name="Password">Password of the user.</param>
/// <param name="BasicInClear">Policy.</param>
public sealed record Order(string Proxy, string Broker, int Port, string Root, string? User = null, string? Password = null, bool BasicInClear = false);

/// <summary>What came of it.</summary>
/// <param name="Code">Empty when there was a link.</param>
/// <param name="Sentence">Empty when there was a link.</param>
/// <param name="Scheme">Authentication that served.</param>
/// <param name="Prompts">How often somebody was asked for credentials.</param>
public sealed record Report(string Code, string Sentence, string Scheme, int Prompts);

/// <summary>Somebody who is asked for credentials.</summary>
internal sealed class Credentials(Order order) : IProxyCredentials
{
    public int Prompts { get; private set; }

    public bool AllowBasicInClear => order.BasicInClear;

    public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken)
    {
        Prompts++;
        return ValueTask.FromResult(order.User is null ? null : new ProxyCredential(order.User, order.Password ?? ""));
    }
}
