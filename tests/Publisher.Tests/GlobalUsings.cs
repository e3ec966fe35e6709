global using NodaTime;
global using Publisher.Testing;
